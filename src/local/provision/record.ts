import { join } from 'node:path';
import { StateFile } from '../../emulator/state-file.js';
import type { ProvisionedDatabase } from './database.js';
import type { ProvisionedApi } from './triggers.js';

/** What was provisioned for an environment of a project. It contains the API's key, which is a secret. */
export interface Provisioned {
  readonly environment: string;
  readonly api: ProvisionedApi;
  /** Without the password, which only credstash holds. */
  readonly database: ProvisionedDatabase;
  /** Deployed names. */
  readonly functions: readonly { readonly name: string }[];
}

/** Records what was provisioned. */
export function saveProvisioned(directory: string, provisioned: Provisioned): void {
  fileIn(directory).save(provisioned);
}

/** Reads what was last provisioned; undefined before the first time. */
export function findProvisioned(directory: string): Provisioned | undefined {
  return fileIn(directory).read();
}

function fileIn(directory: string): StateFile<Provisioned> {
  return new StateFile(join(directory, 'provisioned.json'));
}
