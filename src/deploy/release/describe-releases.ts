import { SuperbowletoError } from '../../errors.js';
import type { LockHolder, Release } from '../../operations/index.js';
import type { LiveVersion } from '../lambda/types.js';
import type { RollbackResult } from '../rollback.js';
import type { Status } from '../status.js';
import { findCurrent, shortId } from './log.js';

/**
 * @throws {SuperbowletoError} ROLLBACK_FAILED unless the release that was gone back to is in service in every function
 * @example verifyRolledBack(await rollback({ project, environment, clients }));
 */
export function verifyRolledBack({ ref, environment, state, functions }: RollbackResult): void {
  if (state === 'released' || state === 'unchanged') return;
  const now =
    state === 'mixed'
      ? 'some functions are new and some old, so run it again'
      : 'every function serves what it served before';
  const reasons = functions.flatMap(({ name, reason }) => (reason ? [`${name}: ${reason}`] : []));
  throw new SuperbowletoError(
    'ROLLBACK_FAILED',
    [`${environment} could not be rolled back to ${ref}; ${now}`, ...reasons].join('; '),
  );
}

/**
 * What a rollback that ended well did, and what undoes it.
 *
 * @example describeRollback(result) // 'live is back at v1.3.0 (commit 4f0c…), release 3fa8c01d. To undo it: sbw …'
 */
export function describeRollback({ environment, ref, commit, to, before, state }: RollbackResult): string {
  const what = `${ref} (commit ${commit}), release ${shortId({ id: to })}`;
  const named = `sbw rollback --env ${environment} --to`;
  if (state === 'unchanged') {
    return `${environment} was at ${what}, already; nothing was moved. To go further back, name a release: ${named} RELEASE`;
  }
  const undo = before && before !== to ? ` To undo it: ${named} ${shortId({ id: before })}` : '';
  return `${environment} is back at ${what}.${undo}`;
}

/** Whether an environment's functions agree, and on what, as one sentence. */
export function describeStatus({ environment, agree, release, functions }: Status): string {
  const several = `${functions.length} function${functions.length === 1 ? '' : 's'}`;
  const shared = functions.filter(({ weights }) => weights !== undefined);
  if (shared.length > 0) {
    return `A canary is under way in ${environment}, or was cut off: in ${shared.map(({ name }) => name).join(', ')} some calls go to another version. If nobody holds the lock, end it: sbw rollback --env ${environment}`;
  }
  if (!agree) {
    return `The ${several} of ${environment} do not serve the same code. Run again what was cut off, or: sbw rollback --env ${environment}`;
  }
  if (!release)
    return `All ${several} of ${environment} serve the same code, which is of no release on record.`;
  const { ref, commit } = release;
  return `All ${several} of ${environment} serve ${ref} (commit ${commit}), release ${shortId(release)}.`;
}

/** @example describeVersion({ version: '12', weights: { 13: 0.1 } }) // '12, 10 % of the calls: 13' */
export function describeVersion({
  version = '',
  weights = {},
}: Pick<LiveVersion, 'version' | 'weights'>): string {
  const shares = Object.entries(weights).map(([other, weight]) => `${weight * 100} % of the calls: ${other}`);
  return [version, ...shares].join(', ');
}

/** @example describeLock(holder) // 'deploy: held by ana on laptop (process 4711) since 2026-03-04T05:06:07.000Z' */
export function describeLock(lock: LockHolder): string {
  const { operation, holder, what, host, pid, since, alive, gone, expires } = lock;
  const text = `${operation}${what === undefined ? '' : ` (${what})`}: held by ${holder} on ${host} (process ${pid}) since ${since}`;
  if (alive) return text;
  return gone ? `${text}; its process is gone` : `${text}; given up, its lease ended ${expires}`;
}

/** What an environment serves, and who is changing it: a sentence each. */
export function describeServing(status: Status): string {
  return [describeStatus(status), ...status.locks.map((holder) => `Lock of ${describeLock(holder)}.`)].join(
    '\n',
  );
}

/** The release log, a line each, newest first; `*` is before the one in service. */
export function describeLog(log: readonly Release[], environment: string): string {
  if (log.length === 0) return `Nothing was released to ${environment} yet.`;
  return log.map((release) => releaseRow(log, release).filter(Boolean).join(' ')).join('\n');
}

/** A release as the cells of a row: `*` before the one in service, id, state, ref, commit, who, when. */
export function releaseRow(log: readonly Release[], release: Release): string[] {
  const { state, ref, commit, who, host, startedAt } = release;
  const mark = release === findCurrent(log) ? '*' : '';
  return [
    mark,
    shortId(release),
    state,
    describeKind(release),
    ref,
    commit.slice(0, 12),
    `${who}@${host}`,
    startedAt,
  ];
}

/** The names of `releaseRow`'s cells. */
export const RELEASE_COLUMNS = ['', 'RELEASE', 'STATE', 'KIND', 'REF', 'COMMIT', 'WHO', 'WHEN'] as const;

function describeKind({ kind, to, id }: Release): string {
  return kind === 'rollback' ? `rollback to ${shortId({ id: to ?? id })}` : 'deploy';
}
