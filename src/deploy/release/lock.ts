import { type HeldLock, type LockOptions, operationsTable, withLock } from '../../operations/index.js';
import type { Target } from '../lambda/types.js';
import type { RecordContext } from './record.js';

/**
 * Runs `work` while nothing else brings anything into service in the environment. Where the lock was taken over, all
 * that whoever had it before may still try to move is made void first: a process that stood still does not know.
 *
 * @throws {LockHeldError} LOCK_HELD
 * @throws {SuperbowletoError} LOCK_LOST, ALIASES_NOT_CLAIMED, OPERATIONS_TABLE_MISSING; and what `work` throws
 */
export async function withReleaseLock<Result>(
  context: RecordContext & Pick<LockOptions, 'wait' | 'what'>,
  target: Target,
  work: (signal: AbortSignal, lock: HeldLock) => Promise<Result>,
): Promise<Result> {
  const { environment, who, what, wait, clock, report, signal } = context;
  const place = {
    ...operationsTable(context.clients, context.environment),
    environment: environment.name,
    operation: 'deploy',
  } as const;
  const turn = { holder: who, ...(what && { what }), ...(wait && { wait }) };
  return await withLock({ ...place, ...turn, clock, report, signal }, async (signal, lock) => {
    if (lock.tookOver) await target.claim(`taken over by ${who} at ${clock.now().toISOString()}`, signal);
    return await work(signal, lock);
  });
}
