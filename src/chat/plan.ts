import { describePlan, planRelease, planRollback, shortId } from '../deploy/index.js';
import { SuperbowletoError } from '../errors.js';
import { migrate } from '../migrations/index.js';
import type { Release } from '../operations/index.js';
import { migrateFunction } from '../project/index.js';
import type { Change } from './room.js';
import { carryOut, type Errand, type Workplace } from './work.js';

/** A change that somebody is to agree to. */
export interface PlannedChange {
  /** What would be changed, for a person. */
  readonly shown: string;
  /** False: there is nothing to agree to. */
  readonly hasChanges: boolean;
  /**
   * Exactly what was shown, or nothing at all.
   *
   * @throws {SuperbowletoError} PLAN_OUTDATED when something else came in between
   */
  run(place: Workplace, errand: Errand): Promise<string>;
}

/**
 * Finds out what a sentence would change, and changes nothing.
 *
 * @throws as what carries it out, as far as nothing is changed
 */
export async function planChange(request: Change, place: Workplace, errand: Errand): Promise<PlannedChange> {
  switch (request.verb) {
    case 'deploy':
      return await planDeploy(request, place, errand);
    case 'rollback':
      return await planBack(request, place, errand);
    case 'migrate':
      return await planMigration(request, place, errand);
    case 'rotate-password':
      return {
        hasChanges: true,
        shown: `The database of ${place.environment.name} would get a new password.`,
        run: (again, its) => carryOut(request, again, its),
      };
  }
}

async function planDeploy(
  request: Extract<Change, { verb: 'deploy' }>,
  { project, environment, connection: clients }: Workplace,
  errand: Errand,
): Promise<PlannedChange> {
  const { ref, migrate = false } = request;
  const planned = await planRelease({ project, environment, ref, migrate, clients, ...errand });
  const { changes, migrations } = planned.plan;
  return {
    hasChanges: changes || (migrate && (migrations?.pending?.length ?? 0) > 0),
    shown: describePlan(planned.plan),
    run: (place, its) => carryOut(request, place, its, { planned }),
  };
}

async function planBack(
  request: Extract<Change, { verb: 'rollback' }>,
  { project, environment, connection: clients }: Workplace,
  errand: Errand,
): Promise<PlannedChange> {
  const options = { project, environment, ...errand, to: request.to };
  const { to, from, newest } = await planRollback({ ...options, clients });
  const since = from ? `, from ${describe(from)}` : '';
  return {
    hasChanges: true,
    shown: `${environment.name} would go back to ${describe(to)}${since}.`,
    run: async (place, its) => {
      const now = await planRollback({ ...options, clients: place.connection });
      if (now.newest !== newest || now.to.id !== to.id) throw outdated(environment.name);
      return await carryOut({ ...request, to: to.id }, place, its);
    },
  };
}

async function planMigration(
  request: Extract<Change, { verb: 'migrate' }>,
  place: Workplace,
  { signal }: Errand,
): Promise<PlannedChange> {
  const pending = await pendingMigrations(place, signal);
  const upTo = pending.at(-1);
  const { name } = place.environment;
  if (upTo === undefined) {
    return { hasChanges: false, shown: `No migration is pending in ${name}.`, run: async () => '' };
  }
  return {
    hasChanges: true,
    shown: `Pending migrations of ${name}, to be applied:\n${pending.map((one) => `  ${one}`).join('\n')}`,
    run: async (again, its) => {
      const now = await pendingMigrations(again, its.signal);
      if (now.join() !== pending.join()) throw outdated(name);
      return await carryOut(request, again, its, { upTo });
    },
  };
}

async function pendingMigrations(
  { project, environment, connection: { lambda } }: Workplace,
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
