import { type Clock, systemClock } from '../clock.js';
import type { Secret } from '../credstash/index.js';
import { SuperbowletoError } from '../errors.js';
import { type PasswordNames, passwordNames } from '../project/index.js';
import type { Report } from '../report.js';
import { type Checker, loginThrough } from './check.js';
import type { DatabaseState, MasterDatabase } from './database.js';
import { type Login, type LoginTarget, postgresLogin } from './login.js';
import type { PasswordStore } from './secrets.js';
import { rotationComment } from './written-by.js';

/** The environment whose password is rotated: its database, its secrets and its check function; see `rotationTarget`. */
export interface RotationTarget {
  /** Name of the environment, and first part of the secrets' names. */
  readonly environment: string;
  readonly database: MasterDatabase;
  readonly credstash: PasswordStore;
  /** Asks the deployed function `check-database`; undefined where none is deployed. */
  readonly checker?: Checker | undefined;
}

export interface RunOptions extends RotationTarget {
  /** Who runs it, for the comment stored with the password. */
  readonly who?: string | undefined;
  /** Milliseconds to wait for RDS to become available, and then again for the new password. Default: 15 minutes. */
  readonly timeout?: number | undefined;
  readonly login?: Login | undefined;
  readonly clock?: Clock | undefined;
  readonly report?: Report | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface RotateOptions extends RunOptions {
  /** Rotates even if the current password does not log in, for a password that is lost. */
  readonly repair?: boolean | undefined;
  /** Only finishes a rotation that an earlier run began. */
  readonly resume?: boolean | undefined;
  /** Rotates even if the deployed functions may keep the old password; they fail then until they restart. */
  readonly force?: boolean | undefined;
  /** Number of characters of the new password. Default: 40. */
  readonly length?: number | undefined;
  readonly generate?: (length: number) => string;
}

/** `RunOptions` with their defaults filled in. */
export interface Run extends RotationTarget {
  readonly names: PasswordNames;
  readonly who: string | undefined;
  readonly timeout: number;
  readonly login: Login;
  readonly clock: Clock;
  readonly report: Report;
  readonly signal: AbortSignal | undefined;
}

const POLL_MILLISECONDS = 1_000;
const POLLS_PER_REPORT = 10;
const DEFAULT_TIMEOUT_MILLISECONDS = 15 * 60_000;

export function openRun(options: RunOptions): Run {
  const report = options.report ?? (() => undefined);
  return {
    ...options,
    report,
    who: options.who,
    signal: options.signal,
    login: options.login ?? loginThrough(postgresLogin, options.checker, report),
    clock: options.clock ?? systemClock,
    timeout: options.timeout ?? DEFAULT_TIMEOUT_MILLISECONDS,
    names: passwordNames(options.environment),
  };
}

/** Returns the comment to store with a password: when it was set, and by whom. */
export function commentBy({ clock, who }: Run): string {
  return rotationComment(clock.now(), who);
}

/**
 * Asks RDS to set the password, and waits until it logs in.
 *
 * @param isObsolete returns whether the password need not be set any more
 * @returns false when `isObsolete` returned true first
 * @throws {SuperbowletoError} ROTATION_TOO_SLOW, RDS_REFUSED, LOGIN_UNKNOWN
 */
export async function setPassword(
  run: Run,
  password: Secret,
  isObsolete: () => Promise<boolean> = async () => false,
): Promise<boolean> {
  const deadline = deadlineOf(run);
  while (run.clock.now().getTime() < deadline) {
    const state = await waitUntilIdle(run);
    if (await run.login(state.target, password, run.signal)) return true;
    if (await isObsolete()) return false;
    if (await run.database.requestPassword(password.value, state, run.signal)) {
      run.report(`Asked RDS to set the password of ${run.database.name}`);
      await waitForLogin(run, password, state);
      return true;
    }
    run.report(`RDS could not take the change of ${run.database.name}; asking again`);
    await pause(run);
  }
  throw tooSlow(run, 'RDS did not take the change');
}

async function waitForLogin(run: Run, password: Secret, { target }: DatabaseState): Promise<void> {
  const deadline = deadlineOf(run);
  for (let poll = 1; !(await retryLogin(run, target, password, deadline)); poll++) {
    if (run.clock.now().getTime() >= deadline) throw tooSlow(run, 'the new password does not log in');
    if (poll % POLLS_PER_REPORT === 0) await reportStatus(run);
    await pause(run);
  }
  run.report('The new password logs in');
}

/**
 * Returns whether the password logs in. Retries until the deadline while the database cannot be reached, since it may
 * be restarting.
 *
 * @param deadline milliseconds since 1970
 * @throws {SuperbowletoError} LOGIN_UNKNOWN
 */
export async function retryLogin(
  run: Run,
  target: LoginTarget,
  password: Secret,
  deadline = deadlineOf(run),
): Promise<boolean> {
  for (let reported = ''; ; await pause(run)) {
    try {
      return await run.login(target, password, run.signal);
    } catch (error) {
      run.signal?.throwIfAborted();
      if (run.clock.now().getTime() >= deadline) throw error;
      const { message, cause } = error as Error;
      const reason = cause instanceof Error ? cause.message : message;
      if (reported !== reason) run.report(`Waiting: ${run.database.name} cannot be asked: ${reason}`);
      reported = reason;
    }
  }
}

/** Reports what RDS is doing. An error of RDS is ignored here: the login decides. */
async function reportStatus(run: Run): Promise<void> {
  const { status } = await run.database.describe(run.signal).catch(() => ({ status: undefined }));
  run.signal?.throwIfAborted();
  if (status) run.report(`Waiting: ${run.database.name} is ${status}; the new password does not log in yet`);
}

/**
 * Waits until RDS is not changing any password, so that no earlier change takes effect after a later one.
 *
 * @throws {SuperbowletoError} ROTATION_TOO_SLOW, DATABASE_NOT_FOUND, DATABASE_UNFIT
 */
export async function waitUntilIdle(run: Run): Promise<DatabaseState> {
  const deadline = deadlineOf(run);
  let reported = '';
  for (;;) {
    const state = await run.database.describe(run.signal);
    if (isIdle(state)) return state;
    if (run.clock.now().getTime() >= deadline) {
      throw tooSlow(run, `${run.database.name} is still ${state.status}`);
    }
    if (reported !== state.status) run.report(`Waiting: ${run.database.name} is ${state.status}`);
    reported = state.status;
    await pause(run);
  }
}

export function isIdle({ status, passwordPending }: DatabaseState): boolean {
  return status === 'available' && !passwordPending;
}

function deadlineOf({ clock, timeout }: Run): number {
  return clock.now().getTime() + timeout;
}

/** The random part keeps runs that started together from calling RDS together. */
async function pause({ clock, signal }: Run): Promise<void> {
  await clock.sleep(POLL_MILLISECONDS * (0.75 + Math.random() / 2), signal);
}

function tooSlow(run: Run, what: string): SuperbowletoError {
  return new SuperbowletoError(
    'ROTATION_TOO_SLOW',
    `After ${run.timeout / 60_000} minutes ${what}. Nothing is lost: the password is in credstash. Run again: sbw rotate-password ${run.environment}`,
  );
}
