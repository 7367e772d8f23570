import { fileURLToPath } from 'node:url';
import { type MigrationFile, type MigrationModule, readMigrationFiles } from '../../migrations/index.js';

/** A migration's file and, if it is TypeScript, its exports. */
export type LoadedMigration = MigrationFile & { readonly module?: MigrationModule };

const folder = new URL('./migrations/', import.meta.url);

/**
 * Every migration, in the order in which they run. The build (scripts/build-service.js) replaces this module with one
 * that contains the same list, because a bundle has no folder to read.
 */
export const migrationFiles: readonly LoadedMigration[] = await Promise.all(
  readMigrationFiles(fileURLToPath(folder)).map(async (file) =>
    file.kind === 'sql' ? file : { ...file, module: await import(`${folder}${file.name}.ts`) },
  ),
);
