import { SuperbowletoError, UsageError } from '../errors.js';
import { type Rotation, result } from './rotate.js';
import { commentBy, openRun, type RunOptions } from './run.js';
import { promote, readPasswords, storePending } from './secrets.js';

/**
 * Stores the password that a database has already as the first one, once it has logged in.
 *
 * It lies in credstash as the pending one while it is proven, since the function that proves it where the database
 * cannot be reached from here reads it there. One that is refused is deleted again.
 *
 * @param password as RDS has it
 * @throws {UsageError} ALREADY_INITIAL
 * @throws {SuperbowletoError} PASSWORD_REFUSED, LOGIN_UNKNOWN, DATABASE_NOT_FOUND, DATABASE_UNFIT
 * @example await initPassword(rotationPlace(project, environment, connection), password);
 */
export async function initPassword(options: RunOptions, password: string): Promise<Rotation> {
  const run = openRun(options);
  const { current, unfinished, next } = await readPasswords(run.credstash, run.names);
  if (current || unfinished) {
    throw new UsageError(
      'ALREADY_INITIAL',
      `${run.environment} has a password already. Rotate it: sbw rotate-password ${run.environment}`,
    );
  }
  const { target } = await run.database.describe(run.signal);
  const first = await storePending(run.credstash, run.names, next, password, commentBy(run));
  if (first?.value !== password) throw takenMeanwhile(run.environment);
  const forgetFirst = () => run.credstash.deleteVersion(run.names.pending, next);
  const logsIn = await run.login(target, first, run.signal).catch(async (error: unknown) => {
    await forgetFirst();
    throw error;
  });
  if (!logsIn) {
    await forgetFirst();
    throw new SuperbowletoError(
      'PASSWORD_REFUSED',
      `That password does not log in as ${target.user} at ${run.database.name}. Nothing was stored.`,
    );
  }
  const version = await promote(run.credstash, run.names, first);
  await forgetFirst();
  run.report(`Stored: ${run.names.current} version ${version}, which logs in`);
  return result(run, version, 'rotated');
}

function takenMeanwhile(environment: string): SuperbowletoError {
  return new SuperbowletoError(
    'ROTATION_UNFINISHED',
    `Somebody else has begun to set a password of ${environment}. See: sbw rotate-password status ${environment}`,
  );
}
