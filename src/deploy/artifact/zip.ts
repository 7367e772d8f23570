import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';
import type { ArtifactFile } from './files.js';

/**
 * A zip whose bytes follow from the files alone. The time is the earliest that the format knows, as a civil date:
 * the format has no time zone, so that an instant would differ from one machine to the next.
 */
export async function zipFiles(files: readonly ArtifactFile[]): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const { path, executable, content } of files) {
    zip.addBuffer(content, path, {
      mtime: new Date(1980, 0, 1),
      forceDosTimestamp: true,
      mode: executable ? 0o100755 : 0o100644,
    });
  }
  zip.end();
  return await buffer(zip.outputStream);
}
