import { SuperbowletoError } from '../errors.js';
import type { MigrationFailure } from './types.js';

type Circumstances = Omit<MigrationFailure, 'code' | 'message'>;

/** Why a run was refused or stopped; becomes the `error` of the answer. */
export class MigrationProblem extends SuperbowletoError {
  readonly circumstances: Circumstances;

  constructor(code: string, message: string, circumstances: Circumstances = {}, cause?: unknown) {
    super(code, message, { cause });
    this.circumstances = circumstances;
  }
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
