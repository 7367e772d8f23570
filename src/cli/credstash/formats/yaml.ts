import { isAlias, isMap, isScalar, parseDocument } from 'yaml';
import { addOnce, byName, type Entries } from './entries.js';
import { Unreadable } from './errors.js';
import { quote } from './quote.js';

/**
 * Writes a block mapping of double-quoted strings. No reader, of YAML 1.1 or 1.2, takes one for a number, a boolean or a
 * date.
 *
 * @example encodeYaml(new Map([['port', '5432']])) // '"port": "5432"\n'
 */
export function encodeYaml(entries: Entries): string {
  if (entries.size === 0) return '{}\n';
  return byName(entries)
    .map(([name, value]) => `${key(quoteYaml(name))}: ${quoteYaml(value)}\n`)
    .join('');
}

/** YAML requires `?` before a key longer than 1,024 characters. */
function key(quoted: string): string {
  return quoted.length > 1000 ? `? ${quoted}\n` : quoted;
}

/** YAML knows the escapes of JSON. The further ones are for what YAML calls unprintable or takes for a line break. */
function quoteYaml(text: string): string {
  return quote(text, /[\u007f-\u00a0\u2028\u2029\ufeff\ufffe\uffff]/g);
}

/**
 * Reads one mapping of strings. Anything that YAML reads as a number, a boolean or null must be quoted: sbw does not
 * guess its text.
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
