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
