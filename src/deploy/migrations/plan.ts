import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SuperbowletoError } from '../../errors.js';
import { migrate } from '../../migrations/index.js';
import { migrateFunction } from '../../project/index.js';
import type { DeployContext } from '../deploy.js';

/** What a release means for the database. A deploy applies them first when it is told to; see `migrate-first.ts`. */
export interface PlannedMigrations {
  /** Not applied yet, in the order of running; null where that is not known. */
  readonly pending: readonly string[] | null;
  /** Applied, and unknown to the new release; null where that is not known. */
  readonly missing: readonly string[] | null;
  /** A sentence for each thing that is not known. */
  readonly unknown: readonly string[];
}

/** File at the root of an artifact: the names of its migrations, in the order of running, as a JSON list. */
export const MIGRATIONS_FILE = 'migrations.json';

/** The migrations that a build says it has; undefined when it does not say. */
export async function readMigrations(output: string): Promise<string[] | undefined> {
  const file = join(output, MIGRATIONS_FILE);
  const text = await readFile(file, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const names = parse(text);
  if (Array.isArray(names) && names.every((name) => typeof name === 'string')) return names;
  throw new SuperbowletoError(
    'MIGRATIONS_FILE_INVALID',
    `${MIGRATIONS_FILE} of what the build made is no JSON list of names, and nothing was deployed. Let the build write one, or none.`,
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Name of the function, in the project file, that runs migrations beside the database. */
export const MIGRATE_FUNCTION = 'migrate-database';

/** What the release in service says; or, as a sentence, why it says nothing. */
export type AskedMigrations =
  | { readonly applied: readonly string[]; readonly known: readonly string[] }
  | { readonly unknown: string };

/**
 * Asks the deployed function `migrate-database` what is applied, and which migrations it has. What cannot be had is no
 * error.
 *
 * @returns null for a project that has no migrations
 */
export async function askMigrations(context: DeployContext): Promise<AskedMigrations | null> {
  const { project, environment, clients, signal } = context;
  if (!environment.functions.includes(MIGRATE_FUNCTION)) return null;
  try {
    const target = { ...migrateFunction(project, environment), lambda: clients.lambda, signal };
    const { migrations, error } = await migrate({ ...target, command: 'status' });
    if (migrations.length === 0 && error) return nothingKnown(error.message);
    const applied = migrations.flatMap(({ name, appliedAt }) => (appliedAt === null ? [] : [name]));
    return { applied, known: migrations.map(({ name }) => name) };
  } catch (error) {
    signal.throwIfAborted();
    return nothingKnown((error as Error).message);
  }
}

function nothingKnown(reason: string): AskedMigrations {
  return { unknown: `Which migrations are applied is not known: ${reason}` };
}

/**
 * Compares what the release in service says is applied with the migrations of the new artifact. A plan is as good
 * without what cannot be had, and says so.
 *
 * @param names of the new artifact; undefined when it does not say
 * @returns null for a project that has no migrations
 */
export async function planMigrations(
  context: DeployContext,
  names: readonly string[] | undefined,
): Promise<PlannedMigrations | null> {
  const asked = await askMigrations(context);
  if (asked === null) return null;
  if ('unknown' in asked) return { pending: null, missing: null, unknown: [asked.unknown] };
  const { applied, known } = asked;
  const pending = (names ?? known).filter((name) => !applied.includes(name));
  if (names) return { pending, missing: applied.filter((name) => !names.includes(name)), unknown: [] };
  const text = `Which migrations the new release has is not known: its artifact has no ${MIGRATIONS_FILE}. These are of the release in service.`;
  return { pending, missing: null, unknown: [text] };
}
