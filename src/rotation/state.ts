import type { Secret } from '../credstash/index.js';
import { isAtRest, openRun, type RunOptions } from './run.js';
import { readPasswords } from './secrets.js';
import { writtenBy } from './written-by.js';

/** A password as credstash has it, without its value. */
export interface PasswordInStore {
  readonly secret: string;
  readonly version: string;
  /** ISO 8601, and who: of its comment, where `sbw` wrote it. */
  readonly since?: string;
  readonly who?: string;
  /** Whether the database takes it; undefined where that could not be asked, which `unknown` tells. */
  readonly logsIn?: boolean;
}

/** An environment's password at one moment. */
export interface RotationState {
  readonly environment: string;
  readonly database: string;
  /** As RDS has it. */
  readonly status: string;
  readonly current?: PasswordInStore;
  /** A rotation that was begun and not finished. */
  readonly unfinished?: PasswordInStore;
  /** What the login that could not be made failed by. */
  readonly unknown?: string;
  /** What a rotation would do now. */
  readonly next: 'rotate' | 'resume' | 'wait' | 'init' | 'reconcile';
}

/**
 * Reads what a rotation would find. Changes nothing.
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
    next: nextStep(isAtRest(state), now, begun),
  };
}

function nextStep(
  isAtRest: boolean,
  current: PasswordInStore | undefined,
  unfinished: PasswordInStore | undefined,
): RotationState['next'] {
  if (unfinished) return 'resume';
  if (!current) return 'init';
  if (current.logsIn === false) return 'reconcile';
  return isAtRest ? 'rotate' : 'wait';
}

function inStore({ name, version, comment }: Secret, logsIn: boolean | undefined): PasswordInStore {
  return {
    secret: name,
    version,
    ...(comment === undefined ? {} : writtenBy(comment)),
    ...(logsIn === undefined ? {} : { logsIn }),
  };
}
