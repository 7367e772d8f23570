import type { Logger, LogLevel } from '@slack/web-api';
import type { Report } from '../../report.js';

/** Of what Slack's libraries have to say, warnings and errors; the rest would tell what people say, too. */
export function quietLogger(report: Report): Logger {
  const told = (...parts: unknown[]) => report(`Slack: ${parts.map(String).join(' ')}`);
  return {
    debug: () => {},
    info: () => {},
    warn: told,
    error: told,
    setLevel: () => {},
    getLevel: () => 'warn' as LogLevel,
    setName: () => {},
  };
}
