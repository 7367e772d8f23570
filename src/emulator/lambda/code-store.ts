import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CodeReference } from './model.js';
import { unpack } from './unzip.js';

/**
 * The unpacked code of functions, one folder a zip, named by its sha256. Files are read-only, as on Lambda. Folders are
 * writable, so that an ordinary user can delete them.
 */
export class CodeStore {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Unpacks a zip unless it was unpacked before. Throws AwsError InvalidParameterValueException. */
  async add(zip: Buffer): Promise<CodeReference> {
    const reference = codeReference(zip);
    const folder = this.folder(reference);
    if (existsSync(folder)) return reference;
    const draft = join(this.#directory, `draft-${randomUUID()}`);
    try {
      await unpack(zip, draft);
      await rename(draft, folder).catch((error: unknown) => {
        // Another call unpacked the same zip at the same time.
        if (!existsSync(folder)) throw error;
      });
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
    return reference;
  }

  folder(code: Pick<CodeReference, 'sha256'>): string {
    return join(this.#directory, Buffer.from(code.sha256, 'base64').toString('hex'));
  }

  /** Removes all other code. Call it before any function runs. */
  keepOnly(codes: readonly CodeReference[]): void {
    if (!existsSync(this.#directory)) return;
    const kept = new Set(codes.map((code) => this.folder(code)));
    for (const name of readdirSync(this.#directory)) {
      const folder = join(this.#directory, name);
      if (!kept.has(folder)) rmSync(folder, { recursive: true });
    }
  }
}

export function codeReference(zip: Buffer): CodeReference {
  return { sha256: createHash('sha256').update(zip).digest('base64'), size: zip.length };
}
