import { SuperbowletoError } from '../../errors.js';
import { describeApplied, type MigrationAnswer, migrate } from '../../migrations/index.js';
import { migrateFunction } from '../../project/index.js';
import type { DeployContext } from '../context.js';
import type { LiveFunction } from '../lambda/functions.js';
import { readInService } from '../lambda/in-service.js';
import { type NewCode, publishOne } from '../lambda/release.js';
import { askMigrations, MIGRATE_FUNCTION } from './plan.js';

/**
 * Returns whether migrations have to be applied before the release comes into service, so that new code never meets a
 * schema that it does not know. Asks the release in service; before the first release there is nothing to ask.
 *
 * @param names migrations of the new artifact; undefined when it has no list
 * @throws {SuperbowletoError} MIGRATIONS_PENDING, MIGRATIONS_UNKNOWN, unless `context.migrate`
 */
export async function needsMigrating(
  context: DeployContext,
  names: readonly string[] | undefined,
): Promise<boolean> {
  if (names === undefined) return context.migrate;
  const asked = await askMigrations(context);
  if (asked === null) return false;
  if ('unknown' in asked) {
    if (!context.migrate) await verifyNeverDeployed(context, asked.unknown);
    return context.migrate;
  }
  const pending = names.filter((name) => !asked.applied.includes(name));
  if (pending.length > 0 && !context.migrate) throw migrationsPending(context, pending, asked.known);
  return pending.length > 0;
}

/** Throws unless this is the first release: before it, nothing can answer, and no code depends on the schema. */
async function verifyNeverDeployed(context: DeployContext, unknown: string): Promise<void> {
  const { environment, ref, report } = context;
  const serving = await readInService(context);
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
 * Publishes a version of `migrate-database` that is not in service, and applies the pending migrations with it. The old
 * code has to work with the new schema: it serves until the aliases move, and longer if they cannot.
 *
 * @returns names of the applied migrations
 * @throws {SuperbowletoError} with the code of the failure (what was applied before it stays), or MIGRATE_…
 */
export async function applyMigrations(
  context: DeployContext,
  functions: readonly LiveFunction[],
  code: NewCode,
): Promise<string[]> {
  const { project, environment, clients, report, signal, who } = context;
  const target = { ...migrateFunction(project, environment), lambda: clients.lambda, signal };
  const version = await publishOne(context, functions, MIGRATE_FUNCTION, code);
  report(`Migrating by version ${version} of ${target.functionName}, which is not in service yet`);
  const answer = await migrate({ ...target, qualifier: version, command: 'up', by: who });
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
