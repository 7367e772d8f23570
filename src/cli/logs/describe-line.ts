import { styleText } from 'node:util';
import type { LogLine } from '../../logs/index.js';
import { printable } from '../../report.js';

export interface LogLook {
  /** Number of characters to which the functions' names are padded. */
  readonly width: number;
  readonly colours: boolean;
}

interface Parts {
  readonly level?: string | undefined;
  readonly text: string;
}

/**
 * Returns a log line for a person: time, function, level, text, and fields as `name=value`. It reads JSON and Lambda's
 * text format; any other line stays as it was logged.
 *
 * @example
 * describeLogLine(line, { width: 13, colours: false }) // '2026-11-24T12:00:00.000Z  create-boleto  request  status=201'
 */
export function describeLogLine(line: LogLine, { width, colours }: LogLook): string {
  const { level, text } = partsOf(line.message);
  const paint = (style: 'dim' | 'red' | 'yellow', words: string) =>
    colours ? styleText(style, words, { validateStream: false }) : words;
  const colour = level === undefined ? undefined : COLOURS[level.toUpperCase()];
  const head = `${paint('dim', line.time)}  ${line.function.padEnd(width)}  `;
  const words = level === undefined ? text : `${level}  ${text}`;
  const [first = '', ...rest] = printable(words).trimEnd().split('\n');
  const body = [first, ...rest.map((more) => `    ${more}`)].join('\n');
  return `${head}${colour ? paint(colour, body) : body}`;
}

const COLOURS: Readonly<Record<string, 'red' | 'yellow'>> = { FATAL: 'red', ERROR: 'red', WARN: 'yellow' };

function partsOf(message: string): Parts {
  const fields = parseFields(message);
  if (fields) return ofFields(fields);
  // Lambda's text format: time, request id, level and message, separated by tabs.
  const [, level, text] = /^\d{4}-\d\d-\d\dT[\d:.]+Z\t[^\t]*\t([A-Z]+)\t(.*)$/s.exec(message) ?? [];
  if (level === undefined || text === undefined) return { text: message.replaceAll('\t', '  ') };
  // The message may be the service's own JSON, written with console.
  const inner = parseFields(text);
  return { level, text: inner ? ofFields(inner).text : text };
}

function parseFields(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** Drops the time, which begins the line already, and `_aws`, which names the metrics for CloudWatch. */
function ofFields(fields: Record<string, unknown>): Parts {
  const { time, timestamp, _aws, level, event, type, record, message, requestId, ...rest } = fields;
  const isText = typeof message === 'string';
  const nested = isText || message === null || typeof message !== 'object' ? {} : message;
  const details = { ...Object(record), ...nested, ...rest };
  const { stackTrace, ...shown } = details as Record<string, unknown>;
  const words = [event, type, isText ? message : undefined].filter((word) => typeof word === 'string');
  const pairs = Object.entries(shown).map(([name, value]) => `${name}=${textOf(value)}`);
  const stack = Array.isArray(stackTrace) ? `\n${stackTrace.join('\n')}` : '';
  return {
    ...(typeof level === 'string' ? { level } : {}),
    text: [words.join(' '), ...pairs].filter(Boolean).join('  ') + stack,
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' && /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
}
