import { createHash } from 'node:crypto';
import type { ArtifactFile } from './files.js';

/**
 * Returns a digest of the files, not of the zip: zlib's output differs between its versions. It is a SHA-256, in
 * hexadecimal, over each file's path, mode and SHA-256.
 */
export function contentDigest(files: readonly ArtifactFile[]): string {
  const digest = createHash('sha256');
  for (const { path, executable, content } of files) {
    const own = createHash('sha256').update(content).digest('hex');
    digest.update(`${path}\0${executable ? '755' : '644'}\0${own}\n`);
  }
  return digest.digest('hex');
}
