import { SuperbowletoError } from '../errors.js';
import type { Migration, MigrationFailure } from './types.js';

type Details = Omit<MigrationFailure, 'code' | 'message'>;

/** The reason why a run was refused or failed. The answer's `error` is made of it. */
export class MigrationProblem extends SuperbowletoError {
  readonly details: Details;

  constructor(code: string, message: string, details: Details = {}, cause?: unknown) {
    super(code, message, { cause });
    this.details = details;
  }
}

const TOO_LONG = ' It took longer than it may: see docs/migrations.md, "Time".';

/** Our code and advice by PostgreSQL's SQLSTATE. Any other error has the code MIGRATION_FAILED. */
const KNOWN: Readonly<Record<string, readonly [code: string, advice: string]>> = {
  '55P03': [
    'LOCK_TIMEOUT',
    ' A table it needs is in use: run it again later, or wait longer by --lock-timeout.',
  ],
  '40P01': ['DEADLOCK', ' It and another session waited for each other: run it again.'],
  '57014': ['STATEMENT_TIMEOUT', TOO_LONG],
  '25P04': ['TRANSACTION_TIMEOUT', TOO_LONG],
};

/**
 * Returns the problem for an error in a migration.
 *
 * @param outcome sentence that says what remains of the migration
 */
export function migrationFailed(migration: Migration, error: unknown, outcome: string): MigrationProblem {
  if (error instanceof MigrationProblem) return error;
  const message = error instanceof Error ? error.message : String(error);
  const details = postgresDetails(Object(error));
  const [code, advice] = KNOWN[details.sqlstate ?? ''] ?? ['MIGRATION_FAILED', ''];
  return new MigrationProblem(
    code,
    `Migration ${migration.name} failed: ${message.replace(/\.$/, '')}. ${outcome}${advice}`,
    { migration: migration.name, ...details },
    error,
  );
}

/** Reads what PostgreSQL reports about an error: its SQLSTATE, the position in the SQL, and its hint. */
export function postgresDetails(error: unknown): Details {
  const { code, position, detail, hint } = error as Record<string, unknown>;
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
  const details = {
    sqlstate: text(code)?.match(/^[0-9A-Z]{5}$/)?.[0],
    position: text(position),
    detail: text(detail),
    hint: text(hint),
  };
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined));
}

/** Returns an error as the `error` of an answer. */
export function describeFailure(error: unknown): MigrationFailure {
  if (error instanceof MigrationProblem) {
    return { code: error.code, message: error.message, ...error.details };
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: 'DATABASE_ERROR',
    message: `The database could not be used: ${message}`,
    ...postgresDetails(Object(error)),
  };
}
