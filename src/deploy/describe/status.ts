import type { LockHolder } from '../../operations/index.js';
import { table } from '../../report.js';
import type { LiveVersion } from '../lambda/types.js';
import { shortId } from '../release/log.js';
import type { FunctionInService, Status } from '../status.js';

/** Says in one sentence whether an environment's functions agree, and which release they serve. */
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

/** Lays out what every function serves: version, commit and since when. */
export function describeFunctions(functions: readonly FunctionInService[]): string {
  const rows = functions.map(({ name, commit = '', since = '', problem = '', ...one }) =>
    problem ? [name, problem] : [name, describeVersion(one), commit.slice(0, 12), since],
  );
  return table([['FUNCTION', 'VERSION', 'COMMIT', 'SINCE'], ...rows]);
}

/** Names the version, and the share of the calls that another version gets: `12, 10 % of the calls: 13`. */
function describeVersion({ version = '', weights = {} }: Pick<LiveVersion, 'version' | 'weights'>): string {
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

/** Says what an environment serves and who holds its lock, one sentence a line. */
export function describeServing(status: Status): string {
  return [describeStatus(status), ...status.locks.map((holder) => `Lock of ${describeLock(holder)}.`)].join(
    '\n',
  );
}
