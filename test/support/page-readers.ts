import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Returns the first of the programs that is not installed; undefined if all are. */
export async function findMissing(programs: readonly string[]): Promise<string | undefined> {
  for (const program of programs) {
    try {
      await run('sh', ['-c', 'command -v "$0"', program]);
    } catch {
      return program;
    }
  }
  return undefined;
}

/** Returns what zbar reads in a picture, sorted: `I2/5:…`, `QR-Code:…`. */
export async function readCodes(picture: Buffer): Promise<string[]> {
  return withFile(picture, 'picture', async (path) => {
    const only = ['-Sdisable', '-Si25.enable', '-Sqrcode.enable'];
    const { stdout } = await run('zbarimg', ['--quiet', ...only, path]).catch((error: { code?: number }) => {
      // Exit code 4 means that zbar found no symbol. The caller's assertion reports that.
      if (error.code === 4) return { stdout: '' };
      throw error;
    });
    return stdout.trimEnd().split('\n').sort();
  });
}

/** Returns the first page in shades of grey, uncompressed: compressing it would take ten times as long. */
export async function pictureOfPdf(pdf: Uint8Array, dotsPerInch: number): Promise<Buffer> {
  return withFile(pdf, 'page.pdf', async (path) => {
    const options = ['-gray', '-r', String(dotsPerInch), '-singlefile'];
    const { stdout } = await run('pdftoppm', [...options, path], {
      encoding: 'buffer',
      maxBuffer: 1 << 26,
    });
    return stdout;
  });
}

/** Returns the text in the order of the file, without white space, which PDF readers only guess from positions. */
export async function lettersOfPdf(pdf: Uint8Array): Promise<string> {
  return withFile(pdf, 'page.pdf', async (path) => {
    const { stdout } = await run('pdftotext', ['-raw', '-enc', 'UTF-8', path, '-']);
    return withoutSpace(stdout);
  });
}

export async function factsOfPdf(pdf: Uint8Array): Promise<{ pages: number; size: string; title: string }> {
  return withFile(pdf, 'page.pdf', async (path) => {
    const { stdout, stderr } = await run('pdfinfo', [path]);
    if (stderr !== '') throw new Error(stderr);
    const fact = (name: string) => new RegExp(`^${name}: +(.*)$`, 'm').exec(stdout)?.[1] ?? '';
    return { pages: Number(fact('Pages')), size: fact('Page size'), title: fact('Title') };
  });
}

export function withoutSpace(text: string): string {
  return text.replace(/\s+/g, '');
}

async function withFile<Result>(
  content: Uint8Array,
  name: string,
  use: (path: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'sbw-slip-'));
  try {
    await writeFile(join(folder, name), content);
    return await use(join(folder, name));
  } finally {
    await rm(folder, { recursive: true });
  }
}
