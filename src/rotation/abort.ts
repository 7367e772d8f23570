import type { Secret } from '../credstash/index.js';
import { SuperbowletoError } from '../errors.js';
import { type Rotation, result } from './rotate.js';
import { isIdle, openRun, type Run, type RunOptions } from './run.js';
import { promote, readPasswords, storePending } from './secrets.js';
import { writtenBy } from './written-by.js';

/** A younger rotation may still be running: a run waits this long for RDS. */
const OLD_ENOUGH_MILLISECONDS = 15 * 60_000;

/**
 * Abandons a rotation that was begun, if RDS will certainly never set its password.
 *
 * Stores the current password as a newer pending one and promotes that. The abandoned password stays in credstash as an
 * older version, since a suspended run may still hold it: that run sees when it wakes up that a newer one exists.
 *
 * @returns outcome `unchanged`: the current password stays the same
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

/** Returns the current password, which logs in. @throws {SuperbowletoError} ABORT_UNSAFE, LOGIN_UNKNOWN */
async function verifySafe(run: Run, current: Secret | undefined, unfinished: Secret): Promise<Secret> {
  const state = await run.database.describe(run.signal);
  if (!isIdle(state)) throw unsafe(run, `${run.database.name} is ${state.status}, and may be setting it`);
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
