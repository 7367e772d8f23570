import { systemClock } from '../clock.js';
import { listReleases, NEWEST_RELEASES, operationsTable, type Release } from '../operations/index.js';
import { createTarget } from './lambda/types.js';
import { findCurrent, originOf, releaseBefore, releaseNamed } from './release/log.js';
import type { RollbackOptions } from './rollback.js';

/** What a rollback would do. */
export interface PlannedRollback {
  /** The deploy that it would go back to. */
  readonly to: Release;
  /** The deploy that is in service by the record. */
  readonly from?: Release;
  /** Id of the newest release on record: with another one, something has changed since. */
  readonly newest: string;
}

/**
 * Finds out which release `rollback` with the same options would go back to. Nothing is locked or changed.
 *
 * @throws as `rollback`, but for what the lock and the moving of aliases throw
 * @example
 * const { to } = await planRollback({ project, environment, clients: connect(environment) });
 * await rollback({ project, environment, clients, to: to.id });
 */
export async function planRollback(options: RollbackOptions): Promise<PlannedRollback> {
  const { environment, clients, to, signal = new AbortController().signal } = options;
  const { clock, report } = { clock: options.clock ?? systemClock, report: options.report ?? (() => {}) };
  const target = createTarget({ ...options, clock, report });
  await target.verifyAccount();
  const table = operationsTable(clients, environment);
  const log = await listReleases(table, environment.name, { limit: NEWEST_RELEASES });
  const goal =
    to === undefined
      ? releaseBefore(log, await target.inService(signal))
      : releaseNamed(log, to, environment.name);
  await target.verifyRollback(goal, signal);
  const current = findCurrent(log);
  return {
    to: goal,
    ...(current ? { from: originOf(log, current) } : {}),
    newest: log[0]?.id ?? '',
  };
}
