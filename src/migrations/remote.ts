import { SuperbowletoError } from '../errors.js';
import { askFunction, type Invocation, type Wording } from '../invocation/index.js';
import { requestOf } from './request.js';
import type { MigrationAnswer, MigrationRequest } from './types.js';

export interface MigrateOptions extends MigrationRequest, Invocation {}

const WORDING: Wording = {
  code: 'MIGRATE',
  unknown: 'See what it did by: sbw migrate status',
  timedOut:
    'A migration that had not finished is rolled back, unless it says transaction: false. See where it is by: sbw migrate status',
};

/**
 * Migrates with the deployed function `migrate-database`, which runs in the database's network. If the function stops
 * early because its time runs out, calls it again, as long as each call completes a migration.
 *
 * @param options `timeout` is the function's, in seconds
 * @returns the function's answer, with `ok: false` for a migration that failed
 * @throws {SuperbowletoError} MIGRATE_FUNCTION_NOT_FOUND, MIGRATE_FUNCTION_TIMED_OUT,
 *   MIGRATE_FUNCTION_REFUSED, MIGRATE_FUNCTION_FAILED when it crashed, MIGRATE_OUTCOME_UNKNOWN when its answer was lost
 * @example
 * await migrate({ lambda, functionName: 'sandbox-superbowleto-migrate-database', timeout: 300, command: 'up' });
 */
export async function migrate(options: MigrateOptions): Promise<MigrationAnswer> {
  let answer = await invoke(options, options.step);
  while (answer.ok && answer.partial) {
    const done = answer.applied.length + answer.reverted.length;
    const next = await invoke(options, options.step === undefined ? undefined : options.step - done);
    if (next.applied.length + next.reverted.length === 0 && next.partial) throw tooLittleTime(options);
    answer = merge(answer, next);
  }
  return answer;
}

/** Merges the answers of two calls into one, with each warning once. */
function merge(before: MigrationAnswer, next: MigrationAnswer): MigrationAnswer {
  const warnings = [...new Set([...(before.warnings ?? []), ...(next.warnings ?? [])])];
  return {
    ...next,
    applied: [...before.applied, ...next.applied],
    reverted: [...before.reverted, ...next.reverted],
    ...(warnings.length > 0 ? { warnings } : {}),
  };
}

async function invoke(options: MigrateOptions, step: number | undefined): Promise<MigrationAnswer> {
  const request = requestOf({ ...options, ...(step === undefined ? {} : { step }) });
  const answer = await askFunction(options, request, WORDING);
  if (isAnswer(answer)) return answer;
  throw new SuperbowletoError(
    'MIGRATE_FUNCTION_FAILED',
    `${options.functionName} did not answer as a migrate-database function does. Deploy a release that fits this sbw.`,
  );
}

function isAnswer(answer: unknown): answer is MigrationAnswer {
  const { ok, applied, reverted, migrations } = Object(answer) as Partial<MigrationAnswer>;
  return typeof ok === 'boolean' && [applied, reverted, migrations].every(Array.isArray);
}

function tooLittleTime({ functionName, timeout }: MigrateOptions): SuperbowletoError {
  return new SuperbowletoError(
    'MIGRATE_FUNCTION_TIMED_OUT',
    `${functionName} has too little time to begin a migration: its timeout of ${timeout} s is too short.`,
  );
}
