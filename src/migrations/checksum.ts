import { createHash } from 'node:crypto';

/**
 * Fingerprint of a migration's text. A checkout with other line ends or a byte order mark has the same one.
 *
 * @example checksum('create table a (id int)') // 'sha256:…', the algorithm first so that another can follow
 */
export function checksum(text: string): string {
  const normal = text
    .replace(/^\u{feff}/u, '')
    .replaceAll('\r\n', '\n')
    .trimEnd();
  return `sha256:${createHash('sha256').update(normal).digest('hex')}`;
}

/** False only where both are by one algorithm and differ: another release may have written by one that is not known here. */
export function isSameText(one: string, other: string): boolean {
  return one === other || algorithmOf(one) !== algorithmOf(other);
}

function algorithmOf(sum: string): string {
  return sum.slice(0, sum.indexOf(':') + 1);
}
