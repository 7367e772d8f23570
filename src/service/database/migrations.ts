import { SuperbowletoError } from '../../errors.js';
import { checksum, type Migration } from '../../migrations/index.js';
import { type MigrationFile, migrationFiles } from './migration-files.js';

const UP = /^-- migrate:up(.*)$/m;
const DOWN = /^-- migrate:down.*$/m;

/** The service's migrations, in the order of running. */
export function listMigrations(): Migration[] {
  return migrationFiles.map(parseMigration);
}

/**
 * Reads a migration's file: `-- migrate:up` and, where it can be undone, `-- migrate:down`, each on its own line before
 * its SQL. `-- migrate:up transaction:false` is for what PostgreSQL refuses inside a transaction.
 *
 * @throws SuperbowletoError INVALID_MIGRATION that names the file.
 */
export function parseMigration({ name, text }: MigrationFile): Migration {
  const [forward, down] = text
    .replaceAll('\r\n', '\n')
    .split(DOWN)
    .map((section) => section.trim());
  const [, options, up] = (forward ?? '').split(UP).map((section) => section.trim());
  if (!up || (options !== '' && options !== 'transaction:false')) {
    throw new SuperbowletoError(
      'INVALID_MIGRATION',
      `${name}.sql needs a line "-- migrate:up" (or "-- migrate:up transaction:false") with SQL after it.`,
    );
  }
  return {
    name,
    up,
    ...(down ? { down } : {}),
    transaction: options !== 'transaction:false',
    checksum: checksum(up),
  };
}
