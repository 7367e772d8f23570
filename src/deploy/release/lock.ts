import { type HeldLock, type LockOptions, operationsTable, withLock } from '../../operations/index.js';
import type { EnvironmentContext } from '../context.js';
import { claimAliases } from '../lambda/claim.js';

/**
 * Runs `work` while nothing else releases to the environment. When it takes the lock over from another process, claims
 * the aliases first: that process may have stalled, and must not move them when it wakes up.
 *
 * @param options.what what is done under the lock, in words
 * @param work gets a context whose signal also aborts when the lock is lost, and the lock
 * @throws {LockHeldError} LOCK_HELD
 * @throws {SuperbowletoError} LOCK_LOST, ALIASES_NOT_CLAIMED, OPERATIONS_TABLE_MISSING; and what `work` throws
 */
export async function withReleaseLock<Context extends EnvironmentContext, Result>(
  context: Context,
  { what, wait = 0 }: { readonly what: string; readonly wait?: LockOptions['wait'] | undefined },
  work: (context: Context, lock: HeldLock) => Promise<Result>,
): Promise<Result> {
  const { clients, environment, who, clock, report, signal } = context;
  const options: LockOptions = {
    ...operationsTable(clients, environment),
    ...{ environment: environment.name, operation: 'deploy', holder: who, what, wait },
    ...{ clock, report, signal },
  };
  return await withLock(options, async (signal, lock) => {
    const locked = { ...context, signal };
    if (lock.tookOver) await claimAliases(locked, `taken over by ${who} at ${clock.now().toISOString()}`);
    return await work(locked, lock);
  });
}
