import type { Secret } from '../credstash/index.js';
import { SuperbowletoError } from '../errors.js';
import { inStep } from '../report.js';
import { generatePassword, verifyLength } from './generate.js';
import { verifyPreconditions } from './preconditions.js';
import {
  commentBy,
  loginWhenAsked,
  openRun,
  type RotateOptions,
  type Run,
  setPassword,
  settle,
} from './run.js';
import { isFinished, isSuperseded, promote, readPasswords, storePending } from './secrets.js';

export interface Rotation {
  readonly environment: string;
  /** Name of the RDS instance or cluster. */
  readonly database: string;
  /** Name and version of the secret that holds the password. */
  readonly secret: string;
  readonly version: string;
  /**
   * `resumed`: an earlier run had begun it. `finished-elsewhere`: another run was faster with the same password.
   * `unchanged`: there was nothing to resume.
   */
  readonly outcome: 'rotated' | 'resumed' | 'finished-elsewhere' | 'unchanged';
}

/**
 * Gives the master user of an RDS instance or cluster a new password, which no function of the service notices.
 *
 * The password is in credstash as `<environment>/database/password.pending` before RDS hears of it, and becomes
 * `<environment>/database/password` when it has logged in. After a crash at any point the next run finishes the
 * same password, and any number of runs at once finish one.
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
  if (!unfinished && options.resume) return await noLongerNeeded(run, 'unchanged');
  const generate = () => (options.generate ?? generatePassword)(length);
  const verify = () => verifyPreconditions(run, options, current, next);
  const look = `Look at the database of ${run.environment}, its password and its clients`;
  if (!unfinished) await inStep(run.report, look, verify);
  const pending = unfinished ? resume(run, unfinished) : await begin(run, next, generate);
  if (!pending) return await finishedElsewhere(run);
  const version = await finish(run, pending);
  if (version === undefined) return await finishedElsewhere(run);
  const problem = await inStep(run.report, 'Look at it once more', () => findProblem(run, pending));
  if (problem && (await isSuperseded(run.credstash, run.names, pending))) return await standBack(run);
  if (problem) throw problem;
  return result(run, version, unfinished ? 'resumed' : 'rotated');
}

function resume(run: Run, unfinished: Secret): Secret {
  run.report(`Resuming: ${run.names.pending} version ${unfinished.version} was begun and not finished`);
  return unfinished;
}

async function begin(run: Run, version: string, generate: () => string): Promise<Secret | undefined> {
  run.signal?.throwIfAborted();
  return await inStep(run.report, 'Store a new one as pending', async () => {
    const pending = await storePending(run.credstash, run.names, version, generate(), commentBy(run));
    if (pending) run.report(`Stored: ${run.names.pending} version ${version}`);
    return pending;
  });
}

/** Sets it and makes it the current one. Undefined where others have finished it, or a later one, meanwhile. */
async function finish(run: Run, pending: Secret): Promise<string | undefined> {
  const { report, database, names, environment } = run;
  const set = () => setPassword(run, pending, () => isOver(run, pending));
  const makeCurrent = async () => {
    await settle(run);
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

/** A run that slept long must not set again a password that has had its time. */
async function isOver({ credstash, names }: Run, pending: Secret): Promise<boolean> {
  return (await isSuperseded(credstash, names, pending)) || (await isFinished(credstash, names, pending));
}

/** Whether the promoted password is what everybody reads now, and logs in. */
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
  if (await loginWhenAsked(run, target, pending)) return undefined;
  return new SuperbowletoError(
    'PASSWORD_REFUSED',
    `The promoted password has stopped logging in to ${database.name}: something else changed it. Rotate again: sbw rotate-password ${environment} --repair`,
  );
}

/**
 * For a run that slept just before it asked RDS, while others finished its password and a later one: RDS has gone back
 * to the earlier by now, and is asked for the current one. Where it has that already, nothing is asked.
 */
async function standBack(run: Run): Promise<Rotation> {
  const { current, unfinished } = await readPasswords(run.credstash, run.names);
  if (current && !unfinished) await setPassword(run, current, async () => await hasBegun(run, current));
  return await finishedElsewhere(run);
}

/** Whether somebody else sees to the password by now. */
async function hasBegun({ credstash, names }: Run, { version }: Secret): Promise<boolean> {
  const { current, unfinished } = await readPasswords(credstash, names);
  return unfinished !== undefined || current?.version !== version;
}

async function finishedElsewhere(run: Run): Promise<Rotation> {
  run.report('Another run has finished this rotation');
  return await noLongerNeeded(run, 'finished-elsewhere');
}

async function noLongerNeeded(run: Run, outcome: Rotation['outcome']): Promise<Rotation> {
  const { version } = await run.credstash.read(run.names.current);
  return result(run, version, outcome);
}

export function result(run: Run, version: string, outcome: Rotation['outcome']): Rotation {
  const { environment, database, names } = run;
  return { environment, database: database.name, secret: names.current, version, outcome };
}
