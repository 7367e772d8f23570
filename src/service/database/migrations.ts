import { type Migration, parseMigration } from '../../migrations/index.js';
import { migrationFiles } from './migration-files.js';

/** The service's migrations, in the order of running. */
export function listMigrations(): Migration[] {
  return migrationFiles.map(({ module, ...file }) => parseMigration(file, module));
}
