import type { Clock } from '../clock.js';
import {
  deploy,
  describeLog,
  describeRelease,
  describeRollback,
  describeServing,
  type PlannedRelease,
  readStatus,
  rollback,
  verifyReleased,
  verifyRolledBack,
} from '../deploy/index.js';
import { describeApplied, migrate, verifyMigrated } from '../migrations/index.js';
import { listReleases, operationsTable } from '../operations/index.js';
import { migrateFunction, type OpenEnvironment } from '../project/index.js';
import type { Report } from '../report.js';
import { describeRotation, rotatePassword, rotationTarget } from '../rotation/index.js';
import type { OperationRequest } from './sentence.js';

/** Who runs a request, and with which clock, report and signal. */
export interface RunContext {
  /** Name for the lock, the release log and the comment of a secret. */
  readonly who: string;
  readonly clock: Clock;
  readonly report: Report;
  readonly signal: AbortSignal;
}

/** The plan that a second person confirmed. The run does exactly this. */
export interface Confirmed {
  readonly planned?: PlannedRelease;
  /** Name of the last migration to apply. */
  readonly upTo?: string;
}

/** How many releases the bot lists. */
const LISTED = 10;

/**
 * Runs one request by a call of the library that does it.
 *
 * @returns the outcome, for a person
 * @throws the errors of that library; and an error when a release or a migration failed
 */
export async function runRequest(
  request: OperationRequest,
  { project, environment, connection }: OpenEnvironment,
  context: RunContext,
  { planned, upTo }: Confirmed = {},
): Promise<string> {
  const { signal } = context;
  switch (request.verb) {
    case 'deploy': {
      const { ref, migrate = false } = request;
      const what = { project, environment, ref, migrate, clients: connection };
      const result = await deploy({ ...what, ...context, ...(planned && { planned }) });
      verifyReleased(result);
      return describeRelease(result);
    }
    case 'rollback': {
      const { to } = request;
      const result = await rollback({ project, environment, to, clients: connection, ...context });
      verifyRolledBack(result);
      return describeRollback(result);
    }
    case 'status':
      return describeServing(await readStatus({ project, environment, clients: connection, signal }));
    case 'releases': {
      const table = operationsTable(connection, environment);
      return describeLog(await listReleases(table, environment.name, { limit: LISTED }), environment.name);
    }
    case 'migrate': {
      const target = migrateFunction(project, environment);
      const how = { command: 'up', signal, ...(upTo === undefined ? {} : { to: upTo }) } as const;
      const answer = await migrate({ lambda: connection.lambda, ...target, ...how });
      verifyMigrated(answer);
      return describeApplied(answer);
    }
    case 'rotate-password': {
      const target = rotationTarget(project, environment, connection);
      return `${describeRotation(await rotatePassword({ ...target, ...context }))}.`;
    }
  }
}
