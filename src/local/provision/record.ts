import { join } from 'node:path';
import { StateFile } from '../../emulator/state-file.js';
import type { ProvisionedDatabase } from './database.js';
import type { ProvisionedApi } from './triggers.js';

/** What was made for an environment of a project; the API's key is a secret. */
export interface Provisioned {
  readonly environment: string;
  readonly api: ProvisionedApi;
  /** Without a password, which is in credstash alone. */
  readonly database: ProvisionedDatabase;
  /** Deployed names. */
  readonly functions: readonly { readonly name: string }[];
}

export function saveProvisioned(directory: string, provisioned: Provisioned): void {
  fileIn(directory).save(provisioned);
}

/** Undefined before the first time. */
export function findProvisioned(directory: string): Provisioned | undefined {
  return fileIn(directory).read();
}

function fileIn(directory: string): StateFile<Provisioned> {
  return new StateFile(join(directory, 'provisioned.json'));
}
