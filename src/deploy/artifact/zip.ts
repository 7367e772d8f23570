import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';
import type { ArtifactFile } from './files.js';

/**
 * Zips files so that the bytes depend on the files alone. Every file gets the earliest time of the format, as a civil
 * date: the format has no time zone, and an instant would give other bytes in another zone.
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
