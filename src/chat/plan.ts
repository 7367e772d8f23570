import { describePlan, planRelease, planRollback, shortId } from '../deploy/index.js';
import { SuperbowletoError } from '../errors.js';
import { migrate } from '../migrations/index.js';
import type { Release } from '../operations/index.js';
import { migrateFunction, type OpenEnvironment } from '../project/index.js';
import { type RunContext, runRequest } from './run-request.js';
import type { ChangeRequest } from './sentence.js';

/** A change with its plan, for a person to confirm. */
export interface PlannedChange {
  /** What would be changed, for a person. */
  readonly shown: string;
  /** False when there is nothing to confirm. */
  readonly hasChanges: boolean;
  /**
   * Does exactly what the plan showed, or nothing.
   *
   * @throws {SuperbowletoError} PLAN_OUTDATED when something else changed the environment since the plan
   */
  run(opened: OpenEnvironment, context: RunContext): Promise<string>;
}

/**
 * Plans what a request would change, and changes nothing.
 *
 * @throws the errors of the library that will run it
 */
export async function planChange(
  request: ChangeRequest,
  opened: OpenEnvironment,
  context: RunContext,
): Promise<PlannedChange> {
  switch (request.verb) {
    case 'deploy':
      return await planDeploy(request, opened, context);
    case 'rollback':
      return await planBack(request, opened, context);
    case 'migrate':
      return await planMigration(request, opened, context);
    case 'rotate-password':
      return {
        hasChanges: true,
        shown: `The database of ${opened.environment.name} would get a new password.`,
        run: (later, by) => runRequest(request, later, by),
      };
  }
}

async function planDeploy(
  request: Extract<ChangeRequest, { verb: 'deploy' }>,
  { project, environment, connection: clients }: OpenEnvironment,
  context: RunContext,
): Promise<PlannedChange> {
  const { ref, migrate = false } = request;
  const planned = await planRelease({ project, environment, ref, migrate, clients, ...context });
  const { changes, migrations } = planned.plan;
  return {
    hasChanges: changes || (migrate && (migrations?.pending?.length ?? 0) > 0),
    shown: describePlan(planned.plan),
    run: (later, by) => runRequest(request, later, by, { planned }),
  };
}

async function planBack(
  request: Extract<ChangeRequest, { verb: 'rollback' }>,
  { project, environment, connection: clients }: OpenEnvironment,
  context: RunContext,
): Promise<PlannedChange> {
  const options = { project, environment, ...context, to: request.to };
  const { to, from, newest } = await planRollback({ ...options, clients });
  const since = from ? `, from ${describe(from)}` : '';
  return {
    hasChanges: true,
    shown: `${environment.name} would go back to ${describe(to)}${since}.`,
    run: async (later, by) => {
      const now = await planRollback({ ...options, clients: later.connection });
      if (now.newest !== newest || now.to.id !== to.id) throw outdated(environment.name);
      return await runRequest({ ...request, to: to.id }, later, by);
    },
  };
}

async function planMigration(
  request: Extract<ChangeRequest, { verb: 'migrate' }>,
  opened: OpenEnvironment,
  { signal }: RunContext,
): Promise<PlannedChange> {
  const pending = await pendingMigrations(opened, signal);
  const upTo = pending.at(-1);
  const { name } = opened.environment;
  if (upTo === undefined) {
    return { hasChanges: false, shown: `No migration is pending in ${name}.`, run: async () => '' };
  }
  return {
    hasChanges: true,
    shown: `Pending migrations of ${name}, to be applied:\n${pending.map((one) => `  ${one}`).join('\n')}`,
    run: async (later, by) => {
      const now = await pendingMigrations(later, by.signal);
      if (now.join() !== pending.join()) throw outdated(name);
      return await runRequest(request, later, by, { upTo });
    },
  };
}

async function pendingMigrations(
  { project, environment, connection: { lambda } }: OpenEnvironment,
  signal: AbortSignal,
): Promise<string[]> {
  const target = migrateFunction(project, environment);
  const { ok, migrations, error } = await migrate({ lambda, ...target, command: 'status', signal });
  if (!ok && error) throw new SuperbowletoError(error.code, error.message);
  return migrations.filter(({ status }) => status === 'pending').map(({ name }) => name);
}

function describe(release: Release): string {
  const { ref, commit } = release;
  return `${ref} (commit ${commit}), release ${shortId(release)}`;
}

function outdated(environment: string): SuperbowletoError {
  return new SuperbowletoError(
    'PLAN_OUTDATED',
    `Since the plan was made something else has changed ${environment}. Nothing was changed; ask again, for a new plan.`,
  );
}
