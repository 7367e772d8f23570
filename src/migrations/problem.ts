import { SuperbowletoError } from '../errors.js';
import type { Migration, MigrationFailure } from './types.js';

type Circumstances = Omit<MigrationFailure, 'code' | 'message'>;

/** Why a run was refused or stopped; becomes the `error` of the answer. */
export class MigrationProblem extends SuperbowletoError {
  readonly circumstances: Circumstances;

  constructor(code: string, message: string, circumstances: Circumstances = {}, cause?: unknown) {
    super(code, message, { cause });
    this.circumstances = circumstances;
  }
}

const TOO_LONG = ' It took longer than it may: see docs/migrations.md, "Time".';

/** By PostgreSQL's code of an error: ours, and what to do. The code of anything else is MIGRATION_FAILED. */
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
 * @param outcome a sentence: what is left of the migration
 */
export function migrationFailed(migration: Migration, error: unknown, outcome: string): MigrationProblem {
  if (error instanceof MigrationProblem) return error;
  const message = error instanceof Error ? error.message : String(error);
  const account = postgresAccount(Object(error));
  const [code, advice] = KNOWN[account.sqlstate ?? ''] ?? ['MIGRATION_FAILED', ''];
  return new MigrationProblem(
    code,
    `Migration ${migration.name} failed: ${message.replace(/\.$/, '')}. ${outcome}${advice}`,
    { migration: migration.name, ...account },
    error,
  );
}

/** PostgreSQL's own account of an error: its code, where in the SQL, and what it advises. */
export function postgresAccount(error: unknown): Circumstances {
  const { code, position, detail, hint } = error as Record<string, unknown>;
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
  const account = {
    sqlstate: text(code)?.match(/^[0-9A-Z]{5}$/)?.[0],
    position: text(position),
    detail: text(detail),
    hint: text(hint),
  };
  return Object.fromEntries(Object.entries(account).filter(([, value]) => value !== undefined));
}

export function describeFailure(error: unknown): MigrationFailure {
  if (error instanceof MigrationProblem) {
    return { code: error.code, message: error.message, ...error.circumstances };
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: 'DATABASE_ERROR',
    message: `The database could not be used: ${message}`,
    ...postgresAccount(Object(error)),
  };
}
