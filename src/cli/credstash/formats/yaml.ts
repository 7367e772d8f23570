import { isAlias, isMap, isScalar, parseDocument } from 'yaml';
import { addOnce, byName, type Entries } from './entries.js';
import { Unreadable } from './errors.js';

/**
 * A block mapping of double-quoted texts: no value can be taken for a number, a boolean or a date, whether the reader
 * knows YAML 1.1 or 1.2.
 *
 * @example encodeYaml(new Map([['port', '5432']])) // '"port": "5432"\n'
 */
export function encodeYaml(entries: Entries): string {
  if (entries.size === 0) return '{}\n';
  return byName(entries)
    .map(([name, value]) => `${key(quote(name))}: ${quote(value)}\n`)
    .join('');
}

/** Longer than 1,024 characters, YAML wants a key announced. */
function key(quoted: string): string {
  return quoted.length > 1000 ? `? ${quoted}\n` : quoted;
}

/** JSON's escapes are YAML's too; what YAML calls unprintable, or breaks lines at, is escaped besides. */
function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u00a0\u2028\u2029\ufeff\ufffe\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * One mapping of texts. What YAML takes for a number, a boolean or nothing must be quoted: guessing would change it.
 *
 * @throws {UsageError} FORMAT_UNREADABLE
 */
export function decodeYaml(text: string): Map<string, string> {
  const document = parseDocument(text, { uniqueKeys: false });
  const [problem] = document.errors;
  if (problem) throw new Unreadable('yaml', `line ${problem.linePos?.[0].line ?? '?'}: ${problem.code}.`);
  const entries = new Map<string, string>();
  if (document.contents === null) return entries;
  if (!isMap(document.contents)) throw new Unreadable('yaml', 'it must be one mapping of names and texts.');
  for (const { key, value } of document.contents.items) {
    const name = isScalar(key) ? key.source : undefined;
    if (name === undefined) throw new Unreadable('yaml', 'a name must be plain text.');
    const resolved = isAlias(value) ? value.resolve(document) : value;
    if (!isScalar(resolved) || typeof resolved.value !== 'string') {
      throw new Unreadable('yaml', `"${name}" must be a text; put quotes around it.`);
    }
    addOnce(entries, name, resolved.value, 'yaml');
  }
  return entries;
}
