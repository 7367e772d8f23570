import { addOnce, byName, type Entries } from './entries.js';
import { NotRepresentable, Unreadable } from './errors.js';

/**
 * Writes rows of `name,value` by RFC 4180, with line feeds and without a header, as credstash does.
 *
 * @throws {UsageError} NOT_REPRESENTABLE: a value contains NUL, where many CSV readers stop
 */
export function encodeCsv(entries: Entries): string {
  return byName(entries)
    .map(([name, value]) => `${field(name, name)},${field(name, value)}\n`)
    .join('');
}

function field(name: string, text: string): string {
  if (text.includes('\0')) throw new NotRepresentable(name, 'CSV cannot carry a NUL.');
  return /^[^\s",]+(?: [^\s",]+)*$/.test(text) ? text : `"${text.replaceAll('"', '""')}"`;
}

/**
 * Reads rows of a name and a value, without a header. A leading byte order mark belongs to the file, not to the name.
 *
 * @throws {UsageError} FORMAT_UNREADABLE, with the number of the row
 */
export function decodeCsv(text: string): Map<string, string> {
  const entries = new Map<string, string>();
  rows(text.replace(/^\ufeff/, '')).forEach((row, index) => {
    const [name, value, ...more] = row;
    if (row.length === 1 && name === '') return;
    if (name === undefined || value === undefined || more.length > 0) {
      throw new Unreadable('csv', `row ${index + 1} must have two fields, a name and a value.`);
    }
    addOnce(entries, name, value, 'csv');
  });
  return entries;
}

function rows(text: string): string[][] {
  const found: string[][] = [];
  let row: string[] = [];
  const token = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/y;
  while (token.lastIndex < text.length || row.length > 0) {
    const [, quoted, plain = '', end] = token.exec(text) ?? [];
    if (end === undefined) throw new Unreadable('csv', `row ${found.length + 1} has a quote out of place.`);
    row.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === ',') continue;
    found.push(row);
    row = [];
  }
  return found;
}
