import { fileURLToPath } from 'node:url';
import { type MigrationFile, type MigrationModule, readMigrationFiles } from '../../migrations/index.js';

/** A migration's file and, where it is TypeScript, its exports. */
export type LoadedMigration = MigrationFile & { readonly module?: MigrationModule };

const folder = new URL('./migrations/', import.meta.url);

/**
 * Every migration, in the order of running. The build replaces this module by one that holds the same list
 * (scripts/build-service.js): in a bundle there is no folder to read.
 */
export const migrationFiles: readonly LoadedMigration[] = await Promise.all(
  readMigrationFiles(fileURLToPath(folder)).map(async (file) =>
    file.kind === 'sql' ? file : { ...file, module: await import(`${folder}${file.name}.ts`) },
  ),
);
