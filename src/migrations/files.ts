import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SuperbowletoError } from '../errors.js';

/** A migration's file. */
export interface MigrationFile {
  /** File name without its extension. */
  readonly name: string;
  readonly kind: 'sql' | 'ts';
  readonly text: string;
}

const FILE = /^(.+)\.(sql|ts)$/;

/**
 * Reads every migration of a folder, in the order in which they run. The service, its build and the command line all use
 * this function, so that a migration has the same name everywhere.
 *
 * @throws {SuperbowletoError} NO_MIGRATIONS, DUPLICATE_MIGRATION
 * @example readMigrationFiles('src/service/database/migrations')[0]?.name // '2026-07-27T12-00-create-boletos'
 */
export function readMigrationFiles(folder: string): MigrationFile[] {
  const files = listFolder(folder).flatMap((file): MigrationFile[] => {
    const [, name, kind] = FILE.exec(file) ?? [];
    if (!name || (kind !== 'sql' && kind !== 'ts') || name.endsWith('.d')) return [];
    return [{ name, kind, text: readFileSync(join(folder, file), 'utf8') }];
  });
  files.sort((a, b) => (a.name < b.name ? -1 : 1));
  const duplicate = files.find(({ name }, index) => files[index - 1]?.name === name);
  if (duplicate) {
    const text = `There are two migrations named ${duplicate.name} in ${folder}. Rename one.`;
    throw new SuperbowletoError('DUPLICATE_MIGRATION', text);
  }
  if (files.length > 0) return files;
  throw new SuperbowletoError('NO_MIGRATIONS', `There is no migration in ${folder}.`);
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
