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
import { type Connection, type Environment, migrateFunction, type Project } from '../project/index.js';
import type { Report } from '../report.js';
import { describeRotation, rotatePassword, rotationTarget } from '../rotation/index.js';
import type { Work } from './room.js';

/** Where a sentence is at work. */
export interface Workplace {
  readonly project: Project;
  readonly environment: Environment;
  readonly connection: Connection;
}

/** In whose name, and who hears of it. */
export interface Errand {
  /** For the lock, the release log and the comment beside a secret. */
  readonly who: string;
  readonly clock: Clock;
  readonly report: Report;
  readonly signal: AbortSignal;
}

/** What was agreed to, where somebody had to agree: exactly that is done. */
export interface Agreed {
  readonly planned?: PlannedRelease;
  /** Name of the last migration. */
  readonly upTo?: string;
}

/** How many releases are told in a chat room. */
const LISTED = 10;

/**
 * Does what one sentence asks for, by one call of the room that does it.
 *
 * @returns what came of it, for a person
 * @throws what that room throws, and an error of its own when something could not be released or applied
 */
export async function carryOut(
  request: Work,
  { project, environment, connection }: Workplace,
  errand: Errand,
  { planned, upTo }: Agreed = {},
): Promise<string> {
  const { signal } = errand;
  switch (request.verb) {
    case 'deploy': {
      const { ref, migrate = false } = request;
      const what = { project, environment, ref, migrate, clients: connection };
      const result = await deploy({ ...what, ...errand, ...(planned && { planned }) });
      verifyReleased(result);
      return describeRelease(result);
    }
    case 'rollback': {
      const { to } = request;
      const result = await rollback({ project, environment, to, clients: connection, ...errand });
      verifyRolledBack(result);
      return describeRollback(result);
    }
    case 'status':
      return describeServing(await readStatus({ project, environment, clients: connection, signal }));
    case 'releases': {
      const place = operationsTable(connection, environment);
      return describeLog(await listReleases(place, environment.name, { limit: LISTED }), environment.name);
    }
    case 'migrate': {
      const target = migrateFunction(project, environment);
      const how = { command: 'up', signal, ...(upTo === undefined ? {} : { to: upTo }) } as const;
      const answer = await migrate({ lambda: connection.lambda, ...target, ...how });
      verifyMigrated(answer);
      return describeApplied(answer);
    }
    case 'rotate-password': {
      const rotation = await rotatePassword({
        ...rotationTarget(project, environment, connection),
        ...errand,
      });
      return `${describeRotation(rotation)}.`;
    }
  }
}
