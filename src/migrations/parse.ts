import { SuperbowletoError } from '../errors.js';
import { checksum } from './checksum.js';
import type { MigrationFile } from './files.js';
import type { Migration, MigrationBody } from './types.js';

const UP = /^-- migrate:up(.*)$/m;
const DOWN = /^-- migrate:down(.*)$/m;
const NO_TRANSACTION = 'transaction:false';

/** The exports of a migration in TypeScript. */
export interface MigrationModule {
  readonly up?: MigrationBody;
  readonly down?: MigrationBody;
  readonly transaction?: boolean;
}

/** The parts of an SQL file. */
export interface SqlParts {
  /** The text before `-- migrate:up`, which is not part of the checksum. */
  readonly preamble: string;
  readonly up: string;
  readonly down?: string;
  readonly transaction: boolean;
}

/**
 * Parses a migration's file.
 *
 * An SQL file has a line `-- migrate:up` with SQL after it. If it can be reverted, it also has a line `-- migrate:down`
 * with SQL after it. `-- migrate:up transaction:false` is for statements that PostgreSQL refuses inside a transaction. A TypeScript
 * file exports `up`, `down` and `transaction`.
 *
 * @param module exports of a TypeScript file
 * @throws {SuperbowletoError} INVALID_MIGRATION, which names the file
 * @example parseMigration({ name: '1-a', kind: 'sql', text: '-- migrate:up\nCREATE TABLE a ();' })
 */
export function parseMigration(file: MigrationFile, module: MigrationModule = {}): Migration {
  const { name, kind, text } = file;
  if (kind === 'sql') {
    const { up, down, transaction } = splitSql(file);
    return { name, up, ...(down ? { down } : {}), transaction, checksum: checksum(up) };
  }
  const { up, down, transaction = true } = module;
  if (typeof up !== 'function' || !['function', 'undefined'].includes(typeof down)) {
    throw new SuperbowletoError(
      'INVALID_MIGRATION',
      `${name}.ts has to export a function "up", and a function "down" where it can be undone.`,
    );
  }
  return { name, up, ...(down ? { down } : {}), transaction, checksum: checksum(text) };
}

/**
 * Splits an SQL file into its parts.
 *
 * @throws {SuperbowletoError} INVALID_MIGRATION
 */
export function splitSql({ name, text }: Pick<MigrationFile, 'name' | 'text'>): SqlParts {
  const [forward = '', downOptions = '', down = ''] = text
    .replace(/^\u{feff}/u, '')
    .replaceAll('\r\n', '\n')
    .split(DOWN);
  const [preamble = '', options, up] = forward.split(UP).map((section) => section.trim());
  const isOutside = options === NO_TRANSACTION;
  if (options !== '' && !isOutside) {
    throw new SuperbowletoError(
      'INVALID_MIGRATION',
      `${name}.sql needs a line "-- migrate:up" (or "-- migrate:up ${NO_TRANSACTION}") with SQL after it.`,
    );
  }
  if (!up) {
    throw new SuperbowletoError(
      'INVALID_MIGRATION',
      `${name}.sql has no SQL after its "-- migrate:up" yet. Write it, or move the file away.`,
    );
  }
  if (downOptions.trim() !== '' && !(isOutside && downOptions.trim() === NO_TRANSACTION)) {
    throw new SuperbowletoError(
      'INVALID_MIGRATION',
      `${name}.sql says "-- migrate:down${downOptions}": both ways run in a transaction or, by "-- migrate:up ${NO_TRANSACTION}", neither.`,
    );
  }
  return { preamble, up, ...(down.trim() ? { down: down.trim() } : {}), transaction: !isOutside };
}
