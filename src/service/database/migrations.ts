import { type Migration, parseMigration } from '../../migrations/index.js';
import { migrationFiles } from './migration-files.js';

/** Lists the service's migrations in the order in which they run. */
export function listMigrations(): Migration[] {
  return migrationFiles.map(({ module, ...file }) => parseMigration(file, module));
}
