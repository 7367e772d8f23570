import type { Secret } from '../credstash/index.js';
import { SuperbowletoError } from '../errors.js';
import { type Rotation, result } from './rotate.js';
import { isAtRest, openRun, type Run, type RunOptions } from './run.js';
import { promote, readPasswords, storePending } from './secrets.js';
import { writtenBy } from './written-by.js';

/** As long as a run waits for RDS: a younger rotation may still be under way. */
const OLD_ENOUGH_MILLISECONDS = 15 * 60_000;

/**
 * Gives up a rotation that was begun, only where it is certain that RDS will never set its password: one back to the
 * current password takes its place. The password given up stays below it in credstash, since a run that sleeps may
 * still have it; that run finds itself superseded when it wakes up.
 *
 * @returns outcome `unchanged`: the current password stays what it is
 * @throws {SuperbowletoError} NOTHING_TO_ABORT, ABORT_UNSAFE; LOGIN_UNKNOWN, DATABASE_NOT_FOUND, DATABASE_UNFIT
 * @example await abortRotation(rotationTarget(project, environment, connection));
 */
export async function abortRotation(options: RunOptions): Promise<Rotation> {
  const run = openRun(options);
  const { current, unfinished, next } = await readPasswords(run.credstash, run.names);
  if (!unfinished) {
    throw new SuperbowletoError(
      'NOTHING_TO_ABORT',
      `${run.environment} has no unfinished rotation. See: sbw rotate-password status ${run.environment}`,
    );
  }
  const working = await verifySafe(run, current, unfinished);
  const back = await storePending(run.credstash, run.names, next, working.value, working.comment ?? '');
  if (back?.value !== working.value) throw unsafe(run, 'somebody else has gone on with it');
  const version = await promote(run.credstash, run.names, back);
  run.report(`Given up: ${run.names.pending} version ${unfinished.version}, which RDS never set`);
  return result(run, version, 'unchanged');
}

/** @returns the current password, which logs in */
async function verifySafe(run: Run, current: Secret | undefined, unfinished: Secret): Promise<Secret> {
  const state = await run.database.describe(run.signal);
  if (!isAtRest(state)) throw unsafe(run, `${run.database.name} is ${state.status}, and may be setting it`);
  const { since } = writtenBy(unfinished.comment ?? '');
  const age = run.clock.now().getTime() - Date.parse(since ?? '');
  if (age < OLD_ENOUGH_MILLISECONDS) {
    throw unsafe(run, `it began at ${since}, less than 15 minutes ago, and may be under way`);
  }
  if (await run.login(state.target, unfinished, run.signal)) {
    throw unsafe(run, 'its password is already the one that logs in');
  }
  if (current && (await run.login(state.target, current, run.signal))) return current;
  throw unsafe(run, 'the current password does not log in');
}

function unsafe({ environment }: Run, why: string): SuperbowletoError {
  return new SuperbowletoError(
    'ABORT_UNSAFE',
    `The rotation of ${environment} is not given up: ${why}. Nothing was changed. Finish it: sbw rotate-password ${environment} --resume`,
  );
}
