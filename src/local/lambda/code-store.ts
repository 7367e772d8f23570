import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CodeReference } from './model.js';
import { unpack } from './unzip.js';

/** Functions' code, unpacked once a content and read-only, in a folder named by the zip's sha256. */
export class CodeStore {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Unpacks a zip unless its content is there already. Throws AwsError InvalidParameterValueException. */
  async add(zip: Buffer): Promise<CodeReference> {
    const reference = codeReference(zip);
    const folder = this.folder(reference);
    if (existsSync(folder)) return reference;
    await mkdir(this.#directory, { recursive: true, mode: 0o755 });
    const draft = join(this.#directory, `draft-${randomUUID()}`);
    try {
      await unpack(zip, draft);
      await setFolderModes(draft, 0o555);
      await rename(draft, folder).catch(async (error: unknown) => {
        // Another call unpacked the same content meanwhile.
        if (!existsSync(folder)) throw error;
      });
    } finally {
      await removeTree(draft);
    }
    return reference;
  }

  folder(code: Pick<CodeReference, 'sha256'>): string {
    return join(this.#directory, Buffer.from(code.sha256, 'base64').toString('hex'));
  }

  /** Removes everything but the code named; nothing may run from what goes. */
  async keepOnly(codes: readonly CodeReference[]): Promise<void> {
    const kept = new Set(codes.map((code) => this.folder(code)));
    for (const name of await readdir(this.#directory).catch(() => [])) {
      const folder = join(this.#directory, name);
      if (!kept.has(folder)) await removeTree(folder);
    }
  }
}

export function codeReference(zip: Buffer): CodeReference {
  return { sha256: createHash('sha256').update(zip).digest('base64'), size: zip.length };
}

async function removeTree(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  await setFolderModes(folder, 0o755);
  await rm(folder, { recursive: true, force: true });
}

/** From the leaves up when closing, from the root down when opening: a closed folder can still be read. */
async function setFolderModes(folder: string, mode: number): Promise<void> {
  await chmod(folder, mode);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await setFolderModes(join(folder, entry.name), mode);
  }
}
