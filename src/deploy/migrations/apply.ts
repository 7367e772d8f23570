import { SuperbowletoError } from '../../errors.js';
import { describeApplied, type MigrationAnswer, migrate } from '../../migrations/index.js';
import { migrateFunction } from '../../project/index.js';
import type { StoredArtifact } from '../artifact/store.js';
import type { DeployContext } from '../deploy.js';
import type { ReadyTarget, Target } from '../lambda/types.js';
import { askMigrations, MIGRATE_FUNCTION } from './plan.js';

/**
 * Whether migrations are to be applied before the release comes into service: code never meets a schema that it does
 * not know. Asked of the release in service; before the first one nobody can be asked.
 *
 * @param names of the new artifact's migrations; undefined when it does not say
 * @throws {SuperbowletoError} MIGRATIONS_PENDING, MIGRATIONS_UNKNOWN, unless `context.migrate`
 */
export async function needsMigrating(
  context: DeployContext,
  target: Target,
  names: readonly string[] | undefined,
): Promise<boolean> {
  if (names === undefined) return context.migrate;
  const asked = await askMigrations(context);
  if (asked === null) return false;
  if ('unknown' in asked) {
    if (!context.migrate) await verifyNeverDeployed(context, target, asked.unknown);
    return context.migrate;
  }
  const pending = names.filter((name) => !asked.applied.includes(name));
  if (pending.length > 0 && !context.migrate) throw migrationsPending(context, pending, asked.known);
  return pending.length > 0;
}

/** Before its first release an environment has nothing that can be asked, and nothing that a schema could break. */
async function verifyNeverDeployed(
  { environment, ref, report, signal }: DeployContext,
  target: Target,
  unknown: string,
): Promise<void> {
  const serving = await target.inService(signal);
  const { commit, problem } = serving.find(({ name }) => name === MIGRATE_FUNCTION) ?? {};
  if (commit === undefined && problem === undefined) {
    report(
      `${MIGRATE_FUNCTION} has no release yet that could tell which migrations are applied. After the deploy: sbw migrate up --env ${environment.name}`,
    );
    return;
  }
  throw new SuperbowletoError(
    'MIGRATIONS_UNKNOWN',
    `${unknown} Nothing was changed in ${environment.name}. To ask, and to apply what is missing, by the new release: ${withMigrate(environment.name, ref)}`,
  );
}

function migrationsPending(
  { environment: { name }, ref }: DeployContext,
  pending: readonly string[],
  known: readonly string[],
): SuperbowletoError {
  const before = pending.every((one) => known.includes(one))
    ? `Apply them first: sbw migrate up --env ${name}; or with the deploy`
    : 'Apply them with the deploy, before the new code comes into service';
  return new SuperbowletoError(
    'MIGRATIONS_PENDING',
    `The database of ${name} lacks what ${ref} needs: ${pending.join(', ')}. Nothing was changed. ${before}: ${withMigrate(name, ref)}`,
  );
}

function withMigrate(environment: string, ref: string): string {
  return `sbw deploy --env ${environment} --ref ${ref} --migrate`;
}

/**
 * Applies what is pending by the new version of `migrate-database`, which is published and not in service. The code
 * in service has to work with the schema after it: it serves until the aliases move, and longer if they cannot.
 *
 * @returns names of what was applied
 * @throws {SuperbowletoError} with the code of the failure (what was applied before it stays), or MIGRATE_…
 */
export async function migrateFirst(
  { project, environment, clients, report, who }: DeployContext,
  ready: ReadyTarget,
  release: { readonly stored: StoredArtifact; readonly commit: string; readonly signal: AbortSignal },
): Promise<string[]> {
  const { stored, commit, signal } = release;
  const place = { ...migrateFunction(project, environment), lambda: clients.lambda, signal };
  const version = await ready.publish(MIGRATE_FUNCTION, stored, commit, signal);
  report(`Migrating by version ${version} of ${place.functionName}, which is not in service yet`);
  const answer = await migrate({ ...place, qualifier: version, command: 'up', by: who });
  for (const warning of answer.warnings ?? []) report(`Warning: ${warning}`);
  if (!answer.ok) throw notMigrated(answer);
  report(describeApplied(answer));
  return namesOf(answer);
}

function notMigrated(answer: MigrationAnswer): SuperbowletoError {
  const { code, message } = answer.error ?? { code: 'MIGRATION_FAILED', message: 'The migration failed.' };
  const names = namesOf(answer);
  const applied =
    names.length > 0 ? `Applied before it: ${names.join(', ')}.` : 'No migration was applied before it.';
  return new SuperbowletoError(code, `${message} ${applied} Every function serves what it served before.`);
}

function namesOf({ applied }: MigrationAnswer): string[] {
  return applied.map(({ name }) => name);
}
