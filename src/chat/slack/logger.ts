import type { Logger, LogLevel } from '@slack/web-api';
import type { Report } from '../../report.js';

/** Returns a logger that reports warnings and errors only. The other levels would print what people say. */
export function quietLogger(report: Report): Logger {
  const log = (...parts: unknown[]) => report(`Slack: ${parts.map(String).join(' ')}`);
  return {
    debug: () => {},
    info: () => {},
    warn: log,
    error: log,
    setLevel: () => {},
    getLevel: () => 'warn' as LogLevel,
    setName: () => {},
  };
}
