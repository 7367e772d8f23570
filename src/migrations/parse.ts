import { SuperbowletoError } from '../errors.js';
import { checksum } from './checksum.js';
import type { MigrationFile } from './files.js';
import type { Migration, MigrationBody } from './types.js';

const UP = /^-- migrate:up(.*)$/m;
const DOWN = /^-- migrate:down(.*)$/m;
const BARE = 'transaction:false';

/** The exports of a migration that is TypeScript. */
export interface MigrationModule {
  readonly up?: MigrationBody;
  readonly down?: MigrationBody;
  readonly transaction?: boolean;
}

/** A file of SQL as it is cut into its parts. */
export interface SqlParts {
  /** What stands before `-- migrate:up`; no part of the checksum. */
  readonly preamble: string;
  readonly up: string;
  readonly down?: string;
  readonly transaction: boolean;
}

/**
 * Reads a migration's file. In SQL `-- migrate:up` and, where it can be undone, `-- migrate:down` stand each on a line of
 * its own before its SQL; `-- migrate:up transaction:false` is for what PostgreSQL refuses inside a transaction.
 * In TypeScript `up`, `down` and `transaction` are exported.
 *
 * @param module of a TypeScript file
 * @throws {SuperbowletoError} INVALID_MIGRATION that names the file
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

/** @throws {SuperbowletoError} INVALID_MIGRATION */
export function splitSql({ name, text }: Pick<MigrationFile, 'name' | 'text'>): SqlParts {
  const [forward = '', downOptions = '', down = ''] = text
    .replace(/^\u{feff}/u, '')
    .replaceAll('\r\n', '\n')
    .split(DOWN);
  const [preamble = '', options, up] = forward.split(UP).map((section) => section.trim());
  const isBare = options === BARE;
  if (options === undefined || (options !== '' && !isBare)) {
    throw new SuperbowletoError(
      'INVALID_MIGRATION',
      `${name}.sql needs a line "-- migrate:up" (or "-- migrate:up ${BARE}") with SQL after it.`,
    );
  }
  if (!up) {
    throw new SuperbowletoError(
      'INVALID_MIGRATION',
      `${name}.sql has no SQL after its "-- migrate:up" yet. Write it, or move the file away.`,
    );
  }
  if (downOptions.trim() !== '' && !(isBare && downOptions.trim() === BARE)) {
    throw new SuperbowletoError(
      'INVALID_MIGRATION',
      `${name}.sql says "-- migrate:down${downOptions}": both ways run in a transaction or, by "-- migrate:up ${BARE}", neither.`,
    );
  }
  return { preamble, up, ...(down.trim() ? { down: down.trim() } : {}), transaction: !isBare };
}
