import { SuperbowletoError } from '../errors.js';
import { listReleases, operationsTable } from '../operations/index.js';
import type { Environment } from '../project/index.js';
import type { DeployContext } from './deploy.js';
import type { ReadyTarget, Target } from './lambda/types.js';

/** An environment is not as a release needs it: everything that is in its way, a line each. */
export class NotReadyError extends SuperbowletoError {
  readonly problems: readonly string[];

  constructor({ name, account, region }: Environment, problems: readonly string[]) {
    const place = `Environment ${name} (account ${account}, ${region})`;
    const text =
      problems.length === 1
        ? `${place} is not ready: ${problems[0]}. Nothing was changed.`
        : `${place} is not ready, and nothing was changed:\n${problems.map((problem) => `  ${problem}`).join('\n')}`;
    super('NOT_READY', text);
    this.problems = problems;
  }
}

type PreflightContext = Pick<DeployContext, 'environment' | 'clients' | 'signal'>;

/**
 * Looks at everything that a release needs, before anything is changed and without the lock. The account comes first
 * and alone: in another one everything else is missing too.
 *
 * @throws {SuperbowletoError} WRONG_ACCOUNT; OPERATIONS_TABLE_MISSING or NOT_READY, with all problems in one
 */
export async function preflight(context: PreflightContext, target: Target): Promise<ReadyTarget> {
  await target.verifyAccount();
  const [table, ready] = await Promise.allSettled([
    readOperationsTable(context),
    target.verify(context.signal, 'refuse'),
  ]);
  if (table.status === 'fulfilled' && ready.status === 'fulfilled') return ready.value;
  if (table.status === 'rejected' && ready.status === 'rejected') {
    throw joined(context.environment, table.reason, ready.reason);
  }
  throw table.status === 'rejected' ? table.reason : (ready as PromiseRejectedResult).reason;
}

async function readOperationsTable({ clients, environment }: PreflightContext): Promise<void> {
  const place = operationsTable(clients, environment);
  await listReleases(place, environment.name, { limit: 1 });
}

function joined(environment: Environment, table: unknown, ready: unknown): unknown {
  if (!isTableMissing(table) || !(ready instanceof NotReadyError)) return ready;
  const line = `there is no DynamoDB table ${environment.operationsTable}, for the lock and the release log; the infrastructure makes it`;
  return new NotReadyError(environment, [line, ...ready.problems]);
}

export function isTableMissing(error: unknown): boolean {
  return error instanceof SuperbowletoError && error.code === 'OPERATIONS_TABLE_MISSING';
}
