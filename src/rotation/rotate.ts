import type { Secret } from '../credstash/index.js';
import { SuperbowletoError } from '../errors.js';
import { inStep } from '../report.js';
import { generatePassword, verifyLength } from './generate.js';
import { verifyPreconditions } from './preconditions.js';
import {
  commentBy,
  openRun,
  type RotateOptions,
  type Run,
  retryLogin,
  setPassword,
  waitUntilIdle,
} from './run.js';
import { isFinished, isSuperseded, promote, readPasswords, storePending } from './secrets.js';

export interface Rotation {
  readonly environment: string;
  /** Name of the RDS instance or cluster. */
  readonly database: string;
  /** Name of the secret that holds the password. */
  readonly secret: string;
  /** Version of the secret, 19 digits. */
  readonly version: string;
  /**
   * `resumed`: an earlier run began it. `finished-elsewhere`: another run finished the same password, or a later one,
   * first. `unchanged`: there was nothing to resume.
   */
  readonly outcome: 'rotated' | 'resumed' | 'finished-elsewhere' | 'unchanged';
}

/**
 * Gives the master user of an RDS instance or cluster a new password, without interrupting the service's functions.
 *
 * Stores the password in credstash as `<environment>/database/password.pending` before it sends it to RDS. Makes it
 * `<environment>/database/password` once it has logged in. After a crash at any point, the next run finishes the same
 * password. Any number of runs at the same time finish one password.
 *
 * @throws {UsageError} LENGTH_UNFIT
 * @throws {SuperbowletoError} DATABASE_NOT_FOUND, DATABASE_UNFIT, NO_CURRENT_PASSWORD, CURRENT_PASSWORD_REFUSED,
 *   CLIENTS_UNAWARE, WRONG_DATABASE, LOGIN_UNKNOWN, RDS_REFUSED, ROTATION_TOO_SLOW, PASSWORD_REFUSED, CURRENT_DIFFERS;
 *   and errors of credstash
 * @example
 * await rotatePassword({ ...rotationTarget(project, environment, connect(environment)), report: console.error });
 */
export async function rotatePassword(options: RotateOptions): Promise<Rotation> {
  const run = openRun(options);
  const length = verifyLength(options.length, run.database);
  const { unfinished, current, next } = await readPasswords(run.credstash, run.names);
  if (!unfinished && options.resume) return await resultOfCurrent(run, 'unchanged');
  const generate = () => (options.generate ?? generatePassword)(length);
  const verify = () => verifyPreconditions(run, options, current, next);
  const step = `Look at the database of ${run.environment}, its password and its clients`;
  if (!unfinished) await inStep(run.report, step, verify);
  const pending = unfinished ? resume(run, unfinished) : await storeNew(run, next, generate);
  if (!pending) return await finishedElsewhere(run);
  const version = await finish(run, pending);
  if (version === undefined) return await finishedElsewhere(run);
  const problem = await inStep(run.report, 'Look at it once more', () => findProblem(run, pending));
  if (problem && (await isSuperseded(run.credstash, run.names, pending))) return await restoreCurrent(run);
  if (problem) throw problem;
  return result(run, version, unfinished ? 'resumed' : 'rotated');
}

function resume(run: Run, unfinished: Secret): Secret {
  run.report(`Resuming: ${run.names.pending} version ${unfinished.version} was begun and not finished`);
  return unfinished;
}

async function storeNew(run: Run, version: string, generate: () => string): Promise<Secret | undefined> {
  run.signal?.throwIfAborted();
  return await inStep(run.report, 'Store a new one as pending', async () => {
    const pending = await storePending(run.credstash, run.names, version, generate(), commentBy(run));
    if (pending) run.report(`Stored: ${run.names.pending} version ${version}`);
    return pending;
  });
}

/**
 * Sets the pending password and makes it the current one.
 *
 * @returns its version as the current one; undefined when another run finished it, or a later one, first
 */
async function finish(run: Run, pending: Secret): Promise<string | undefined> {
  const { report, database, names, environment } = run;
  const set = () => setPassword(run, pending, () => isObsolete(run, pending));
  const makeCurrent = async () => {
    await waitUntilIdle(run);
    const version = await promote(run.credstash, names, pending);
    report(`Promoted: ${names.current} version ${version} is the password`);
    return version;
  };
  try {
    if (!(await inStep(report, `Have RDS set it in ${database.name}`, set))) return undefined;
    return await inStep(report, 'Make it the current one', makeCurrent);
  } catch (error) {
    const command = `sbw rotate-password ${environment}`;
    report(`Not finished: ${names.pending} version ${pending.version}. Nothing is lost.`);
    report(`To go on with it: ${command} --resume; to give it up, 15 minutes later: ${command} --abort`);
    throw error;
  }
}

/** A run that was suspended for long must not set a password that a later one has replaced. */
async function isObsolete({ credstash, names }: Run, pending: Secret): Promise<boolean> {
  return (await isSuperseded(credstash, names, pending)) || (await isFinished(credstash, names, pending));
}

/** Returns why the promoted password is not the one that every client reads and that logs in; undefined when it is. */
async function findProblem(run: Run, pending: Secret): Promise<SuperbowletoError | undefined> {
  const { environment, names, database } = run;
  const current = await run.credstash.read(names.current);
  if (current.value !== pending.value) {
    return new SuperbowletoError(
      'CURRENT_DIFFERS',
      `${names.current} version ${current.version} is not the password that logs in. Somebody has put it there since: delete that version, or run sbw rotate-password ${environment} --reconcile.`,
    );
  }
  const { target } = await database.describe(run.signal);
  if (await retryLogin(run, target, pending)) return undefined;
  return new SuperbowletoError(
    'PASSWORD_REFUSED',
    `The promoted password has stopped logging in to ${database.name}: something else changed it. Rotate again: sbw rotate-password ${environment} --repair`,
  );
}

/**
 * Asks RDS to set the current password again, unless it logs in already.
 *
 * Needed by a run that was suspended just before its request to RDS. Other runs finished its password and a later one,
 * and then its late request set the earlier password again.
 */
async function restoreCurrent(run: Run): Promise<Rotation> {
  const { current, unfinished } = await readPasswords(run.credstash, run.names);
  if (current && !unfinished) {
    await setPassword(run, current, async () => await isAnotherRunning(run, current));
  }
  return await finishedElsewhere(run);
}

/** Returns whether another run has begun or finished a later password. That run then sets its own. */
async function isAnotherRunning({ credstash, names }: Run, { version }: Secret): Promise<boolean> {
  const { current, unfinished } = await readPasswords(credstash, names);
  return unfinished !== undefined || current?.version !== version;
}

async function finishedElsewhere(run: Run): Promise<Rotation> {
  run.report('Another run has finished this rotation');
  return await resultOfCurrent(run, 'finished-elsewhere');
}

async function resultOfCurrent(run: Run, outcome: Rotation['outcome']): Promise<Rotation> {
  const { version } = await run.credstash.read(run.names.current);
  return result(run, version, outcome);
}

export function result(run: Run, version: string, outcome: Rotation['outcome']): Rotation {
  const { environment, database, names } = run;
  return { environment, database: database.name, secret: names.current, version, outcome };
}
