import type { Secret } from '../credstash/index.js';
import { SuperbowletoError, UsageError } from '../errors.js';
import { type Rotation, result } from './rotate.js';
import { commentBy, openRun, type Run, type RunOptions } from './run.js';
import { promote, readPasswords, storePending } from './secrets.js';

/**
 * Stores the password that a database already has as the first current one, if it logs in.
 *
 * Stores it as pending first: where this process cannot reach the database, the function `check-database` logs in for
 * it, and reads the password in credstash. Deletes the pending one again afterwards, and also when it is refused.
 *
 * @param ask returns the password; called only if one can be stored
 * @throws {UsageError} ALREADY_INITIAL
 * @throws {SuperbowletoError} ROTATION_UNFINISHED, PASSWORD_REFUSED, LOGIN_UNKNOWN, DATABASE_NOT_FOUND, DATABASE_UNFIT
 * @example await initPassword(rotationTarget(project, environment, connection), async () => password);
 */
export async function initPassword(options: RunOptions, ask: () => Promise<string>): Promise<Rotation> {
  const run = openRun(options);
  const { current, unfinished, next } = await readPasswords(run.credstash, run.names);
  if (current) throw alreadyInitial(run);
  if (unfinished) throw pendingOnly(run, unfinished);
  const { target } = await run.database.describe(run.signal);
  const password = await ask();
  const first = await storePending(run.credstash, run.names, next, password, commentBy(run));
  if (first?.value !== password) throw startedElsewhere(run.environment);
  const deletePending = () => run.credstash.deleteVersion(run.names.pending, next);
  const logsIn = await run.login(target, first, run.signal).catch(async (error: unknown) => {
    await deletePending();
    throw error;
  });
  if (!logsIn) {
    await deletePending();
    throw new SuperbowletoError(
      'PASSWORD_REFUSED',
      `That password does not log in as ${target.user} at ${run.database.name}. Nothing was stored.`,
    );
  }
  const version = await promote(run.credstash, run.names, first);
  await deletePending();
  run.report(`Stored: ${run.names.current} version ${version}, which logs in`);
  return result(run, version, 'rotated');
}

function alreadyInitial({ environment }: Run): UsageError {
  return new UsageError(
    'ALREADY_INITIAL',
    `${environment} has a password already. Rotate it: sbw rotate-password ${environment}`,
  );
}

/** An `--init` was killed, or somebody deleted the current password of an unfinished rotation. */
function pendingOnly({ environment, names }: Run, { version }: Secret): SuperbowletoError {
  return new SuperbowletoError(
    'ROTATION_UNFINISHED',
    `${environment} has no current password, but one that was begun and not finished: ${names.pending} version ${version}. Make it the password of the database: sbw rotate-password ${environment} --resume`,
  );
}

function startedElsewhere(environment: string): SuperbowletoError {
  return new SuperbowletoError(
    'ROTATION_UNFINISHED',
    `Somebody else has begun to set a password of ${environment}. See: sbw rotate-password status ${environment}`,
  );
}
