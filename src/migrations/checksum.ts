import { createHash } from 'node:crypto';

/**
 * Returns the checksum of a migration's text. Line ends, a byte order mark and white space at the end do not change it.
 *
 * @example checksum('create table a (id int)') // 'sha256:…'; the prefix allows another algorithm later
 */
export function checksum(text: string): string {
  const normal = text
    .replace(/^\u{feff}/u, '')
    .replaceAll('\r\n', '\n')
    .trimEnd();
  return `sha256:${createHash('sha256').update(normal).digest('hex')}`;
}

/**
 * Returns false if two checksums of the same algorithm differ. Checksums of different algorithms cannot be compared:
 * another release may have written one with an algorithm that this one does not know.
 */
export function isSameText(one: string, other: string): boolean {
  return one === other || algorithmOf(one) !== algorithmOf(other);
}

function algorithmOf(sum: string): string {
  return sum.slice(0, sum.indexOf(':') + 1);
}
