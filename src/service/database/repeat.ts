import { setTimeout as sleep } from 'node:timers/promises';
import type { Deadline } from '../lambda.js';

/** Error code of a connection that PostgreSQL closed because it was idle for as long as the service allows. */
export const IDLE_TOO_LONG = '57P05';
/** Error codes of a connection that was ended: by an administrator, a failover, a restart, or for being idle. */
const CONNECTION_ENDED: readonly unknown[] = ['57P01', IDLE_TOO_LONG];
/** Error code for a prepared statement whose columns a migration has changed. PostgreSQL did not execute it. */
const PLAN_OUTDATED = '0A000';
/** Error code of a write to a server that a failover has made a standby. A new connection finds its successor. */
const READ_ONLY = '25006';
/** Error codes of a connection to a server that is starting or stopping. */
const NOT_UP: readonly unknown[] = ['57P03', 'ECONNREFUSED'];
/** Error codes of a connection that was cut. The statement may have run, unless the connection was still being made. */
const CUT: readonly unknown[] = ['ECONNRESET', 'EPIPE'];

/** The failures of connections that carried no statement yet. */
const beforeStatement = new WeakSet<Error>();

/** Makes a connection. A failure then counts as one before any statement. */
export async function connecting<T>(connect: () => Promise<T>): Promise<T> {
  try {
    return await connect();
  } catch (error) {
    if (error instanceof Error) beforeStatement.add(error);
    throw error;
  }
}

/** Milliseconds for which a statement waits for a server that is read-only or not up, and between two tries. */
export const PATIENCE = 2_000;
const PAUSE = 100;

/**
 * Runs a statement, and runs it again where it was certainly not executed. It waits up to two seconds for a server that
 * is read-only, starting or stopping.
 *
 * @param run each time on a connection that `isRepeatable` has not thrown away
 * @param connections of the pool: all of them may be as old as the first
 */
export async function repeatedly<T>(
  run: () => Promise<T>,
  connections: number,
  deadline: Deadline,
): Promise<T> {
  const patience = Math.min(deadline, Date.now() + PATIENCE);
  for (let repeats = 0; ; repeats++) {
    try {
      return await run();
    } catch (error) {
      const isUsedUp = isUnready(error) ? Date.now() >= patience : repeats >= connections;
      if (isUsedUp || !isRepeatable(error)) throw error;
      if (isUnready(error) && repeats >= connections) await sleep(PAUSE);
    }
  }
}

/** Whether a statement was certainly not executed, so that it may run on another connection. */
export function isRepeatable(error: unknown): boolean {
  const code = codeOf(error);
  return CONNECTION_ENDED.includes(code) || code === PLAN_OUTDATED || isUnready(error);
}

/** Whether the server takes no writes yet, or no more. */
function isUnready(error: unknown): boolean {
  const code = codeOf(error);
  if (code === READ_ONLY || NOT_UP.includes(code)) return true;
  return CUT.includes(code) && error instanceof Error && beforeStatement.has(error);
}

/** Returns PostgreSQL's code of an error, or that of Node for a connection that failed. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
