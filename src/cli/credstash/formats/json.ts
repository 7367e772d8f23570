import { addOnce, byName, type Entries } from './entries.js';
import { Unreadable } from './errors.js';

/**
 * One object, sorted by name, indented by four and ASCII throughout: to the byte what credstash prints.
 *
 * @example encodeJson(new Map([['a', 'é']])) // '{\n    "a": "\\u00e9"\n}\n'
 */
export function encodeJson(entries: Entries): string {
  if (entries.size === 0) return '{}\n';
  const lines = byName(entries).map(([name, value]) => `    ${quote(name)}: ${quote(value)}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * One object of texts.
 *
 * @throws {UsageError} FORMAT_UNREADABLE: not JSON, another shape, a value that is no text, a name twice
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

/** The parser's own message may quote a piece of a secret. */
function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new Unreadable('json', 'its syntax is wrong.');
  }
}

/** `JSON.parse` keeps the last of two. In an object of texts alone, every other string is a name. */
function verifyNoneTwice(json: string, names: number): void {
  const strings = json.match(/"(?:[^"\\]|\\.)*"/g) ?? [];
  if (strings.length / 2 !== names) throw new Unreadable('json', 'a name is there twice.');
}
