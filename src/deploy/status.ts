import {
  findLockHolder,
  type LockHolder,
  listReleases,
  operationsTable,
  type Release,
} from '../operations/index.js';
import { type EnvironmentOptions, environmentContext } from './context.js';
import { readInService } from './lambda/in-service.js';
import type { LiveVersion } from './lambda/types.js';
import { findCurrent, isComplete, isServing, originOf } from './release/log.js';

export type StatusOptions = Omit<EnvironmentOptions, 'who' | 'report'>;

export interface FunctionInService extends LiveVersion {
  /** When the alias was moved to this version, ISO 8601, by the release log; absent when the log does not say. */
  readonly since?: string;
}

export interface Status {
  readonly environment: string;
  /** Whether all functions serve the same code for all of their calls. */
  readonly agree: boolean;
  /** The release in service; absent when the functions serve something else than the log says. */
  readonly release?: Release;
  readonly functions: readonly FunctionInService[];
  /** Who is changing the environment now. */
  readonly locks: readonly LockHolder[];
}

/** How many releases are searched for the one that moved an alias. */
const LOG_LENGTH = 100;

/**
 * Reads what an environment serves, function by function, and who is changing it. Changes nothing.
 *
 * @throws {SuperbowletoError} OPERATIONS_TABLE_MISSING
 * @example
 * const { agree, release } = await readStatus({ project, environment, clients: connect(environment) });
 */
export async function readStatus(options: StatusOptions): Promise<Status> {
  const context = environmentContext(options);
  const { clients, clock } = context;
  const { name: environment } = context.environment;
  const table = operationsTable(clients, context.environment);
  const [log, serving, holder] = await Promise.all([
    listReleases(table, environment, { limit: LOG_LENGTH }),
    readInService(context),
    findLockHolder(table, { environment, operation: 'deploy' }, clock),
  ]);
  const current = findCurrent(log);
  return {
    environment,
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
