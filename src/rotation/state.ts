import type { Secret } from '../credstash/index.js';
import { isIdle, openRun, type RunOptions } from './run.js';
import { readPasswords } from './secrets.js';
import { writtenBy } from './written-by.js';

/** A password in credstash, without its value. */
export interface PasswordInStore {
  readonly secret: string;
  readonly version: string;
  /** When it was set, in ISO 8601. Left out, as `who` is, when sbw did not set it. */
  readonly since?: string;
  readonly who?: string;
  /** Whether it logs in to the database; left out when that is not known: see `unknown`. */
  readonly logsIn?: boolean;
}

/** The state of an environment's password at one moment. */
export interface RotationState {
  readonly environment: string;
  readonly database: string;
  /** Status of the database in RDS. */
  readonly status: string;
  readonly current?: PasswordInStore;
  /** A rotation that was begun and not finished. */
  readonly unfinished?: PasswordInStore;
  /** Message of the login that failed without telling whether the password is right. */
  readonly unknown?: string;
  /** What to do next; `rotate-password` without a mode does the first three. */
  readonly next: 'rotate' | 'resume' | 'wait' | 'init' | 'reconcile';
}

/**
 * Reads the state of an environment's password. Changes nothing.
 *
 * @throws {SuperbowletoError} DATABASE_NOT_FOUND, DATABASE_UNFIT; and errors of credstash
 * @example const { current, unfinished } = await readRotation(rotationTarget(project, environment, connection));
 */
export async function readRotation(options: RunOptions): Promise<RotationState> {
  const run = openRun(options);
  const state = await run.database.describe(run.signal);
  const { current, unfinished } = await readPasswords(run.credstash, run.names);
  let unknown: string | undefined;
  const inspect = async (secret: Secret | undefined) => {
    if (!secret) return undefined;
    const logsIn = await run.login(state.target, secret, run.signal).catch((error: Error) => {
      unknown = error.message;
      return undefined;
    });
    return inStore(secret, logsIn);
  };
  const [now, begun] = [await inspect(current), await inspect(unfinished)];
  return {
    environment: run.environment,
    database: run.database.name,
    status: state.status,
    ...(now ? { current: now } : {}),
    ...(begun ? { unfinished: begun } : {}),
    ...(unknown ? { unknown } : {}),
    next: nextStep(isIdle(state), now, begun),
  };
}

function nextStep(
  isIdle: boolean,
  current: PasswordInStore | undefined,
  unfinished: PasswordInStore | undefined,
): RotationState['next'] {
  if (unfinished) return 'resume';
  if (!current) return 'init';
  if (current.logsIn === false) return 'reconcile';
  return isIdle ? 'rotate' : 'wait';
}

function inStore({ name, version, comment }: Secret, logsIn: boolean | undefined): PasswordInStore {
  return {
    secret: name,
    version,
    ...(comment === undefined ? {} : writtenBy(comment)),
    ...(logsIn === undefined ? {} : { logsIn }),
  };
}
