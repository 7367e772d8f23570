// Writes the zip that Terraform deploys to every function before the first release.
// Run: node --import tsx scripts/zip-inert.ts
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';

const FOLDER = new URL('../infrastructure/modules/application/', import.meta.url);

/** Returns the same bytes on every machine: without compression, and with the earliest date of the zip format. */
export async function zipInert(): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  zip.addBuffer(readFileSync(new URL('inert/index.mjs', FOLDER)), 'index.mjs', {
    compress: false,
    forceDosTimestamp: true,
    mtime: new Date(1980, 0, 1),
    mode: 0o100644,
  });
  zip.end();
  return await buffer(zip.outputStream);
}

if (process.argv[1] === import.meta.filename) {
  const zip = await zipInert();
  writeFileSync(new URL('inert.zip', FOLDER), zip);
  console.log(`inert.zip: ${zip.length} bytes, sha256 ${createHash('sha256').update(zip).digest('hex')}`);
}
