import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { crc32 } from 'node:zlib';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { AwsError } from '../aws/service.js';

/** Bytes of unpacked code that Lambda allows. */
export const MAX_UNPACKED = 262_144_000;

/**
 * Unpacks a zip into `folder`, which must not exist yet. It never writes outside that folder: it refuses symbolic links
 * and names that lead out of the folder.
 *
 * @param limit bytes of all files together
 * @throws AwsError InvalidParameterValueException, with Lambda's texts
 */
export async function unpack(zip: Buffer, folder: string, limit = MAX_UNPACKED): Promise<void> {
  const archive = await fromBufferPromise(zip, { lazyEntries: true }).catch((error: unknown) => {
    throw unreadable(error);
  });
  try {
    await mkdir(folder, { recursive: true, mode: 0o755 });
    let size = 0;
    for await (const entry of archive.eachEntry()) {
      size += entry.uncompressedSize;
      if (size > limit) throw invalid(`Unzipped size must be smaller than ${limit} bytes`);
      await unpackEntry(archive, entry, folder);
    }
  } catch (error) {
    throw error instanceof AwsError ? error : unreadable(error);
  } finally {
    archive.close();
  }
}

async function unpackEntry(archive: ZipFile, entry: Entry, folder: string): Promise<void> {
  const mode = (entry.externalFileAttributes >>> 16) & 0xffff;
  if ((mode & 0o170000) === 0o120000) {
    throw invalid(`The local stage does not unpack symbolic links: ${entry.fileName}`);
  }
  const path = join(folder, entry.fileName);
  if (!path.startsWith(folder + sep))
    throw unreadable(new Error(`${entry.fileName} leads out of the folder`));
  if (entry.fileName.endsWith('/')) {
    await mkdir(path, { recursive: true, mode: 0o755 });
    return;
  }
  const content = await read(archive, entry);
  await mkdir(dirname(path), { recursive: true, mode: 0o755 });
  await writeFile(path, content);
  await chmod(path, (mode & 0o111) === 0 ? 0o444 : 0o555);
}

async function read(archive: ZipFile, entry: Entry): Promise<Buffer> {
  const stream = await archive.openReadStreamPromise(entry);
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  const content = Buffer.concat(chunks);
  if (crc32(content) !== entry.crc32) throw unreadable(new Error(`wrong checksum of ${entry.fileName}`));
  return content;
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', 400, message, { Type: 'User' });
}

function unreadable(cause: unknown): AwsError {
  const error = invalid('Could not unzip uploaded file. Please check your file, then try to upload again.');
  error.cause = cause;
  return error;
}
