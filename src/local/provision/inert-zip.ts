import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

/** The code of a function before the first deployment. It fails, so that a queue keeps its messages. */
const SOURCE = `export async function handler() {
  throw new Error('Nothing has been deployed here yet. Run: sbw deploy --env <environment> --ref <git ref>');
}
`;

/** Returns the zip of that code, with the same bytes at every call. */
export async function inertZip(): Promise<Buffer> {
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(SOURCE), 'index.mjs', { mtime: new Date(Date.UTC(2000, 0, 1)), mode: 0o100644 });
  zip.end();
  return await buffer(zip.outputStream as NodeJS.ReadableStream);
}
