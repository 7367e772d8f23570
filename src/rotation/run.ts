import { type Clock, systemClock } from '../clock.js';
import type { Secret } from '../credstash/index.js';
import { SuperbowletoError } from '../errors.js';
import { type PasswordNames, passwordNames } from '../project/index.js';
import type { Report } from '../report.js';
import { type Checker, loginThrough } from './check.js';
import type { DatabaseState, MasterDatabase } from './database.js';
import { type Login, type LoginTarget, postgresLogin } from './login.js';
import type { PasswordStore } from './secrets.js';

/** Where an environment's password is set, kept and proven; see `rotationTarget`. */
export interface RotationTarget {
  /** Name of the environment: the first part of the secrets' names. */
  readonly environment: string;
  readonly database: MasterDatabase;
  readonly credstash: PasswordStore;
  /** The database as the deployed functions see it; undefined where no `check-database` is deployed. */
  readonly checker?: Checker | undefined;
}

export interface RunOptions extends RotationTarget {
  /** Who does it, for the comment beside the secret. */
  readonly who?: string | undefined;
  /** Milliseconds that RDS may take to come to rest, and then to set a password; 15 minutes when left out. */
  readonly timeout?: number | undefined;
  readonly login?: Login | undefined;
  readonly clock?: Clock | undefined;
  readonly report?: Report | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface RotateOptions extends RunOptions {
  /** Goes on although the current password does not log in: the way back from a lost password. */
  readonly repair?: boolean | undefined;
  /** Only finishes what an earlier run has begun. */
  readonly resume?: boolean | undefined;
  /** Goes on although the deployed functions may not follow: what they fail by then is told by CLIENTS_UNAWARE. */
  readonly force?: boolean | undefined;
  /** Characters of the new password; 40 when left out. */
  readonly length?: number | undefined;
  readonly generate?: (length: number) => string;
}

/** `RunOptions` with nothing left out that has a default. */
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
/** A person is told what RDS is doing each so many seconds. */
const POLLS_UNTOLD = 10;
const PATIENCE_MILLISECONDS = 15 * 60_000;

export function openRun(options: RunOptions): Run {
  const report = options.report ?? (() => undefined);
  return {
    ...options,
    report,
    who: options.who,
    signal: options.signal,
    login: options.login ?? loginThrough(postgresLogin, options.checker, report),
    clock: options.clock ?? systemClock,
    timeout: options.timeout ?? PATIENCE_MILLISECONDS,
    names: passwordNames(options.environment),
  };
}

/** The comment that tells, beside a password, since when and by whom it is. */
export function commentBy(run: Run): string {
  return `sbw rotate ${run.clock.now().toISOString()}${run.who ? ` ${run.who}` : ''}`;
}

/**
 * Until RDS sets the password and it logs in. False when `isOver` says that there is no more need of it.
 *
 * @throws {SuperbowletoError} ROTATION_TOO_SLOW, RDS_REFUSED, LOGIN_UNKNOWN
 */
export async function setPassword(
  run: Run,
  password: Secret,
  isOver: () => Promise<boolean> = async () => false,
): Promise<boolean> {
  const deadline = deadlineOf(run);
  while (run.clock.now().getTime() < deadline) {
    const state = await settle(run);
    if (await run.login(state.target, password, run.signal)) return true;
    if (await isOver()) return false;
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
  for (let poll = 1; !(await loginWhenAsked(run, target, password, deadline)); poll++) {
    if (run.clock.now().getTime() >= deadline) throw tooSlow(run, 'the new password does not log in');
    if (poll % POLLS_UNTOLD === 0) await tellStatus(run);
    await pause(run);
  }
  run.report('The new password logs in');
}

/**
 * Whether the password logs in. The database may be restarting: that it cannot be asked is borne until the time is up.
 *
 * @param deadline milliseconds since 1970
 * @throws {SuperbowletoError} LOGIN_UNKNOWN
 */
export async function loginWhenAsked(
  run: Run,
  target: LoginTarget,
  password: Secret,
  deadline = deadlineOf(run),
): Promise<boolean> {
  for (let told = ''; ; await pause(run)) {
    try {
      return await run.login(target, password, run.signal);
    } catch (error) {
      run.signal?.throwIfAborted();
      if (run.clock.now().getTime() >= deadline) throw error;
      const { message, cause } = error as Error;
      const reason = cause instanceof Error ? cause.message : message;
      if (told !== reason) run.report(`Waiting: ${run.database.name} cannot be asked: ${reason}`);
      told = reason;
    }
  }
}

/** What RDS is doing, for who waits; RDS itself need not answer. */
async function tellStatus(run: Run): Promise<void> {
  const { status } = await run.database.describe(run.signal).catch(() => ({ status: undefined }));
  run.signal?.throwIfAborted();
  if (status) run.report(`Waiting: ${run.database.name} is ${status}; the new password does not log in yet`);
}

/** Until no password change is under way, so that none that was asked for earlier can land later. */
export async function settle(run: Run): Promise<DatabaseState> {
  const deadline = deadlineOf(run);
  let told = '';
  for (;;) {
    const state = await run.database.describe(run.signal);
    if (isAtRest(state)) return state;
    if (run.clock.now().getTime() >= deadline) {
      throw tooSlow(run, `${run.database.name} is still ${state.status}`);
    }
    if (told !== state.status) run.report(`Waiting: ${run.database.name} is ${state.status}`);
    told = state.status;
    await pause(run);
  }
}

export function isAtRest({ status, passwordPending }: DatabaseState): boolean {
  return status === 'available' && !passwordPending;
}

function deadlineOf({ clock, timeout }: Run): number {
  return clock.now().getTime() + timeout;
}

/** Jitter keeps runs that started together from asking together. */
async function pause({ clock, signal }: Run): Promise<void> {
  await clock.sleep(POLL_MILLISECONDS * (0.75 + Math.random() / 2), signal);
}

function tooSlow(run: Run, what: string): SuperbowletoError {
  return new SuperbowletoError(
    'ROTATION_TOO_SLOW',
    `After ${run.timeout / 60_000} minutes ${what}. Nothing is lost: the password is in credstash. Run again: sbw rotate-password ${run.environment}`,
  );
}
