import { addOnce, byName, type Entries } from './entries.js';
import { Unreadable } from './errors.js';
import { quote } from './quote.js';

/**
 * Writes one object, sorted by name, indented by four spaces, ASCII only: byte for byte what credstash prints.
 *
 * @example encodeJson(new Map([['a', 'é']])) // '{\n    "a": "\\u00e9"\n}\n'
 */
export function encodeJson(entries: Entries): string {
  if (entries.size === 0) return '{}\n';
  const lines = byName(entries).map(([name, value]) => `    ${quoteAscii(name)}: ${quoteAscii(value)}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

function quoteAscii(text: string): string {
  return quote(text, /[\u007f-\uffff]/g);
}

/**
 * Reads one object of strings.
 *
 * @throws {UsageError} FORMAT_UNREADABLE: not JSON, another shape, a value that is no string, or a name twice
 */
export function decodeJson(text: string): Map<string, string> {
  const json = text.replace(/^\ufeff/, '');
  const values = parse(json);
  const entries = new Map<string, string>();
  if (typeof values !== 'object' || values === null || Array.isArray(values)) {
    throw new Unreadable('json', 'it must be one object of names and texts.');
  }
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'string') addOnce(entries, name, value, 'json');
    else throw new Unreadable('json', `"${name}" must be a text in quotes.`);
  }
  verifyNoneTwice(json, entries.size);
  return entries;
}

/** The message of `JSON.parse` is dropped, because it may quote part of a secret. */
function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new Unreadable('json', 'its syntax is wrong.');
  }
}

/** `JSON.parse` keeps only the last of two equal names. In an object of strings, every second string is a value. */
function verifyNoneTwice(json: string, names: number): void {
  const strings = json.match(/"(?:[^"\\]|\\.)*"/g) ?? [];
  if (strings.length / 2 !== names) throw new Unreadable('json', 'a name is there twice.');
}
