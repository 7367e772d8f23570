import { SuperbowletoError } from '../errors.js';
import { type Rotation, result } from './rotate.js';
import { isAtRest, openRun, type Run, type RunOptions } from './run.js';
import { forgetPending, readPasswords } from './secrets.js';
import { writtenBy } from './state.js';

/** As long as a run waits for RDS: a younger rotation may still be under way. */
const OLD_ENOUGH_MILLISECONDS = 15 * 60_000;

/**
 * Gives up a rotation that was begun: deletes its pending password. Only where it is certain that RDS will never set it.
 *
 * @returns outcome `unchanged`: the current password stays what it is
 * @throws {SuperbowletoError} NOTHING_TO_ABORT, ABORT_UNSAFE; LOGIN_UNKNOWN, DATABASE_NOT_FOUND, DATABASE_UNFIT
 * @example await abortRotation(rotationPlace(project, environment, connection));
 */
export async function abortRotation(options: RunOptions): Promise<Rotation> {
  const run = openRun(options);
  const { current, unfinished } = await readPasswords(run.credstash, run.names);
  if (!unfinished) {
    throw new SuperbowletoError(
      'NOTHING_TO_ABORT',
      `${run.environment} has no unfinished rotation. See: sbw rotate-password status ${run.environment}`,
    );
  }
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
  if (!current || !(await run.login(state.target, current, run.signal))) {
    throw unsafe(run, 'the current password does not log in');
  }
  await forgetPending(run.credstash, run.names, unfinished.version);
  run.report(`Deleted: ${run.names.pending} version ${unfinished.version}, which RDS never set`);
  return result(run, current.version, 'unchanged');
}

function unsafe({ environment }: Run, why: string): SuperbowletoError {
  return new SuperbowletoError(
    'ABORT_UNSAFE',
    `The rotation of ${environment} is not given up: ${why}. Nothing was changed. Finish it: sbw rotate-password ${environment} --resume`,
  );
}
