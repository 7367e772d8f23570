import { readdirSync, readFileSync } from 'node:fs';

/** The text of a migration's file. */
export interface MigrationFile {
  /** Without the extension. */
  readonly name: string;
  readonly text: string;
}

const folder = new URL('./migrations/', import.meta.url);

/**
 * Every migration, in the order of running. The build replaces this module by one that holds the same list as text
 * (scripts/build-service.js): in a bundle there is no folder to read.
 */
export const migrationFiles: readonly MigrationFile[] = readdirSync(folder)
  .filter((file) => file.endsWith('.sql'))
  .sort()
  .map((file) => ({
    name: file.slice(0, -'.sql'.length),
    text: readFileSync(new URL(file, folder), 'utf8'),
  }));
