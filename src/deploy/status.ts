import { type Clock, systemClock } from '../clock.js';
import {
  findLockHolder,
  type LockHolder,
  listReleases,
  operationsTable,
  type Release,
} from '../operations/index.js';
import type { DeployOptions } from './deploy.js';
import { createTarget, type LiveVersion } from './lambda/types.js';
import { findCurrent, isComplete, isServing, originOf } from './release/log.js';

export interface StatusOptions extends Pick<DeployOptions, 'project' | 'environment' | 'clients'> {
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
}

export interface FunctionInService extends LiveVersion {
  /** ISO 8601: when the alias was moved there, by the release log; not there when it does not tell. */
  readonly since?: string;
}

export interface Status {
  readonly environment: string;
  /** Whether all functions serve one and the same code, all of their calls. */
  readonly agree: boolean;
  /** The release that is in service; not there when the functions serve another thing than the log says. */
  readonly release?: Release;
  readonly functions: readonly FunctionInService[];
  /** Who deploys, rolls back or rotates the password now. */
  readonly locks: readonly LockHolder[];
}

/** How many releases are looked at for since when a version serves. */
const LOG_LENGTH = 100;

/**
 * What an environment serves, function by function, and who is changing it. Changes nothing.
 *
 * @throws {SuperbowletoError} OPERATIONS_TABLE_MISSING
 * @example
 * const { agree, release } = await readStatus({ project, environment, clients: connect(environment) });
 */
export async function readStatus(options: StatusOptions): Promise<Status> {
  const { environment, clock = systemClock, signal = new AbortController().signal } = options;
  const place = operationsTable(options.clients, options.environment);
  const target = createTarget({ ...options, clock, report: () => {} });
  const [log, serving, holder] = await Promise.all([
    listReleases(place, environment.name, { limit: LOG_LENGTH }),
    target.inService(signal),
    findLockHolder(place, { environment: environment.name, operation: 'deploy' }, clock),
  ]);
  const current = findCurrent(log);
  return {
    environment: environment.name,
    agree: doAgree(serving),
    ...(current && isServing(current, serving) ? { release: originOf(log, current) } : {}),
    functions: serving.map((one) => ({ ...one, ...sinceOf(log, one) })),
    locks: holder ? [holder] : [],
  };
}

function doAgree(serving: readonly LiveVersion[]): boolean {
  const codes = new Set(serving.map(({ sha256 }) => sha256));
  return codes.size <= 1 && serving.every(({ problem, weights }) => !problem && !weights);
}

function sinceOf(log: readonly Release[], { name, version }: LiveVersion): { since?: string } {
  const moved = log.find(
    (release) =>
      isComplete(release) &&
      release.functions.some(
        (one) => one.name === name && one.version === version && one.status === 'updated',
      ),
  );
  const since = moved?.finishedAt;
  return since === undefined ? {} : { since };
}
