import type { RDSClient } from '@aws-sdk/client-rds';
import { type Clock, type Report, systemClock } from '../clock.js';
import type { Secret } from '../credstash/index.js';
import { SuperbowletoError } from '../errors.js';
import { generatePassword } from './generate.js';
import { describeInstance, type InstanceState, requestPassword } from './instance.js';
import { type Login, postgresLogin } from './login.js';
import {
  forgetPending,
  isFinished,
  type PasswordNames,
  type PasswordStore,
  passwordNames,
  promote,
  readPasswords,
  storePending,
  verifyCurrent,
} from './secrets.js';

export interface RotateOptions {
  /** Name of the environment: the first part of the secrets' names. */
  readonly environment: string;
  /** Identifier of the RDS instance. */
  readonly instance: string;
  readonly rds: RDSClient;
  readonly credstash: PasswordStore;
  /** Goes on although the current password does not log in: the way back from a lost password. */
  readonly repair?: boolean;
  /** Who rotates, for the comment beside the secret. */
  readonly who?: string;
  readonly login?: Login;
  readonly generate?: () => string;
  readonly clock?: Clock;
  readonly report?: Report;
  readonly signal?: AbortSignal;
}

export interface Rotation {
  readonly environment: string;
  readonly instance: string;
  /** Name and version of the secret that holds the password. */
  readonly secret: string;
  readonly version: string;
  /** `resumed`: an earlier run had begun it. `finished-elsewhere`: another run was faster with the same password. */
  readonly outcome: 'rotated' | 'resumed' | 'finished-elsewhere';
}

interface Run extends RotateOptions {
  readonly names: PasswordNames;
  readonly login: Login;
  readonly generate: () => string;
  readonly clock: Clock;
  readonly report: Report;
}

const POLL_MILLISECONDS = 1_000;
/** How long RDS may take to come to rest, and then to set a password. */
const PATIENCE_MILLISECONDS = 15 * 60_000;
/** A function that read `current` just before the promotion may read `pending` only now. */
const READERS_MILLISECONDS = 3_000;

/**
 * Gives the master user of an RDS instance a new password, which no function of the service notices.
 *
 * The password is in credstash as `<environment>/database/password.pending` before RDS hears of it, and becomes
 * `<environment>/database/password` when it has logged in. After a crash at any point the next run finishes the
 * same password, and any number of runs at once finish one.
 *
 * @throws {SuperbowletoError} INSTANCE_NOT_FOUND, INSTANCE_UNFIT, NO_CURRENT_PASSWORD, CURRENT_PASSWORD_REFUSED,
 *   LOGIN_UNKNOWN, RDS_REFUSED, ROTATION_TOO_SLOW, PASSWORD_REFUSED, CURRENT_DIFFERS; and errors of credstash
 * @example
 * await rotatePassword({ environment: 'sandbox', instance: 'sandbox-superbowleto', rds, credstash, report: console.error });
 */
export async function rotatePassword(options: RotateOptions): Promise<Rotation> {
  const run: Run = {
    ...options,
    login: options.login ?? postgresLogin,
    generate: options.generate ?? generatePassword,
    clock: options.clock ?? systemClock,
    report: options.report ?? (() => undefined),
    names: passwordNames(options.environment),
  };
  const { unfinished, current, next } = await readPasswords(run.credstash, run.names);
  if (!unfinished) await verifyCurrentLogsIn(run, current);
  const pending = unfinished ? resume(run, unfinished) : await begin(run, next);
  if (!pending || !(await setPassword(run, pending))) return await finishedElsewhere(run);
  await settle(run);
  const version = await promote(run.credstash, run.names, pending);
  run.report(`Promoted: ${run.names.current} version ${version} is the password`);
  await verifyPromoted(run, pending);
  await forget(run, pending);
  return result(run, version, unfinished ? 'resumed' : 'rotated');
}

/** Guards against rotating the database of one environment into the secrets of another. */
async function verifyCurrentLogsIn(run: Run, current: Secret | undefined): Promise<void> {
  const { target } = await describeInstance(run.rds, run.instance, run.signal);
  if (run.repair) return;
  if (!current) {
    throw new SuperbowletoError(
      'NO_CURRENT_PASSWORD',
      `There is no secret ${run.names.current}. Store the present password there by sbw credstash put, or set a new one by: sbw rotate-password ${run.environment} --repair`,
    );
  }
  if (await run.login(target, current.value)) return;
  throw new SuperbowletoError(
    'CURRENT_PASSWORD_REFUSED',
    `${run.names.current} version ${current.version} does not log in as ${target.user} at ${run.instance}. Check that it belongs to this database; then set a new one by: sbw rotate-password ${run.environment} --repair`,
  );
}

function resume(run: Run, unfinished: Secret): Secret {
  run.report(`Resuming: ${run.names.pending} version ${unfinished.version} was begun and not finished`);
  return unfinished;
}

async function begin(run: Run, version: string): Promise<Secret | undefined> {
  run.signal?.throwIfAborted();
  const comment = `sbw rotate ${run.clock.now().toISOString()}${run.who ? ` ${run.who}` : ''}`;
  const pending = await storePending(run.credstash, run.names, version, run.generate(), comment);
  if (pending) run.report(`Stored: ${run.names.pending} version ${version}`);
  return pending;
}

/** Until the password logs in. False when another run has promoted it meanwhile, and maybe a later one after it. */
async function setPassword(run: Run, pending: Secret): Promise<boolean> {
  const deadline = run.clock.now().getTime() + PATIENCE_MILLISECONDS;
  while (run.clock.now().getTime() < deadline) {
    const state = await settle(run);
    if (await run.login(state.target, pending.value)) return true;
    // A run that slept long must not set again a password that has had its time.
    if (await isFinished(run.credstash, run.names, pending)) return false;
    if (await requestPassword(run.rds, run.instance, pending.value, state, run.signal)) {
      run.report(`Asked RDS to set the password of ${run.instance}`);
      await waitForLogin(run, pending, state);
      return true;
    }
    run.report(`RDS could not take the change of ${run.instance}; asking again`);
    await pause(run);
  }
  throw tooSlow(run, 'RDS did not take the change');
}

async function waitForLogin(run: Run, pending: Secret, { target }: InstanceState): Promise<void> {
  const deadline = run.clock.now().getTime() + PATIENCE_MILLISECONDS;
  while (!(await run.login(target, pending.value))) {
    if (run.clock.now().getTime() >= deadline) throw tooSlow(run, 'the new password does not log in');
    await pause(run);
  }
  run.report('The new password logs in');
}

/** Until no password change is under way, so that none that was asked for earlier can land later. */
async function settle(run: Run): Promise<InstanceState> {
  const deadline = run.clock.now().getTime() + PATIENCE_MILLISECONDS;
  let told = '';
  for (;;) {
    const state = await describeInstance(run.rds, run.instance, run.signal);
    if (state.status === 'available' && !state.passwordPending) return state;
    if (run.clock.now().getTime() >= deadline) throw tooSlow(run, `${run.instance} is still ${state.status}`);
    if (told !== state.status) run.report(`Waiting: ${run.instance} is ${state.status}`);
    told = state.status;
    await pause(run);
  }
}

async function verifyPromoted(run: Run, pending: Secret): Promise<void> {
  await verifyCurrent(run.credstash, run.names, pending);
  const { target } = await describeInstance(run.rds, run.instance, run.signal);
  if (await run.login(target, pending.value)) return;
  throw new SuperbowletoError(
    'PASSWORD_REFUSED',
    `The promoted password has stopped logging in to ${run.instance}: something else changed it. Rotate again: sbw rotate-password ${run.environment} --repair`,
  );
}

async function forget(run: Run, pending: Secret): Promise<void> {
  await run.clock.sleep(READERS_MILLISECONDS, run.signal);
  await forgetPending(run.credstash, run.names, pending.version);
}

async function finishedElsewhere(run: Run): Promise<Rotation> {
  const { version } = await run.credstash.read(run.names.current);
  run.report('Another run has finished this rotation');
  return result(run, version, 'finished-elsewhere');
}

function result(run: Run, version: string, outcome: Rotation['outcome']): Rotation {
  const { environment, instance, names } = run;
  return { environment, instance, secret: names.current, version, outcome };
}

/** Jitter keeps runs that started together from asking together. */
async function pause({ clock, signal }: Run): Promise<void> {
  await clock.sleep(POLL_MILLISECONDS * (0.75 + Math.random() / 2), signal);
}

function tooSlow(run: Run, what: string): SuperbowletoError {
  return new SuperbowletoError(
    'ROTATION_TOO_SLOW',
    `After ${PATIENCE_MILLISECONDS / 60_000} minutes ${what}. Nothing is lost: the password is stored as ${run.names.pending}. Run again: sbw rotate-password ${run.environment}`,
  );
}
