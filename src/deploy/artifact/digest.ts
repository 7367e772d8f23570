import { createHash } from 'node:crypto';
import type { ArtifactFile } from './files.js';

/**
 * What an artifact contains, whatever compressed it: SHA-256 over each file's path, mode and SHA-256, in hexadecimal.
 * zlib's output is not the same in every version.
 */
export function contentDigest(files: readonly ArtifactFile[]): string {
  const digest = createHash('sha256');
  for (const { path, executable, content } of files) {
    const own = createHash('sha256').update(content).digest('hex');
    digest.update(`${path}\0${executable ? '755' : '644'}\0${own}\n`);
  }
  return digest.digest('hex');
}
