import { SuperbowletoError } from '../errors.js';
import { listReleases, operationsTable } from '../operations/index.js';
import type { Environment } from '../project/index.js';
import type { EnvironmentContext } from './context.js';
import type { LiveFunction } from './lambda/functions.js';
import { NotReadyError, verifyAccount, verifyReady } from './lambda/verify.js';

/**
 * Checks everything that a release needs, without the lock and before anything is changed. Checks the account first and
 * alone: in another account everything else is missing too.
 *
 * @returns the functions as they are now
 * @throws {SuperbowletoError} WRONG_ACCOUNT; OPERATIONS_TABLE_MISSING or NOT_READY, with all problems in one
 */
export async function preflight(context: EnvironmentContext): Promise<LiveFunction[]> {
  await verifyAccount(context);
  const [table, ready] = await Promise.allSettled([
    readOperationsTable(context),
    verifyReady(context, 'refuse'),
  ]);
  if (table.status === 'fulfilled' && ready.status === 'fulfilled') return ready.value;
  if (table.status === 'rejected' && ready.status === 'rejected') {
    throw joined(context.environment, table.reason, ready.reason);
  }
  throw table.status === 'rejected' ? table.reason : (ready as PromiseRejectedResult).reason;
}

async function readOperationsTable({ clients, environment }: EnvironmentContext): Promise<void> {
  await listReleases(operationsTable(clients, environment), environment.name, { limit: 1 });
}

function joined(environment: Environment, table: unknown, ready: unknown): unknown {
  if (!isTableMissing(table) || !(ready instanceof NotReadyError)) return ready;
  const line = `there is no DynamoDB table ${environment.operationsTable}, for the lock and the release log; the infrastructure makes it`;
  return new NotReadyError(environment, [line, ...ready.problems]);
}

export function isTableMissing(error: unknown): boolean {
  return error instanceof SuperbowletoError && error.code === 'OPERATIONS_TABLE_MISSING';
}
