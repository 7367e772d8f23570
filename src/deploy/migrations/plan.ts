import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SuperbowletoError } from '../../errors.js';
import { migrate } from '../../migrations/index.js';
import { migrateFunction } from '../../project/index.js';
import type { EnvironmentContext } from '../context.js';
import type { PlannedMigrations } from '../release/plan.js';

/** File at the root of an artifact: the names of its migrations, in the order of running, as a JSON list. */
const MIGRATIONS_FILE = 'migrations.json';

/**
 * Reads the names of the migrations that a build made.
 *
 * @param output the folder that the build made
 * @returns undefined when the build wrote no list
 * @throws {SuperbowletoError} MIGRATIONS_FILE_INVALID
 */
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

/** Name of the function, in the project file, that runs migrations next to the database. */
export const MIGRATE_FUNCTION = 'migrate-database';

/** The migrations of the release in service; or one sentence that says why they are not known. */
export type MigrationsInService =
  | { readonly applied: readonly string[]; readonly known: readonly string[] }
  | { readonly unknown: string };

/**
 * Asks the deployed function `migrate-database` which migrations are applied and which it has. A failure is part of the
 * result.
 *
 * @returns null for a project without migrations
 */
export async function askMigrations(context: EnvironmentContext): Promise<MigrationsInService | null> {
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

function nothingKnown(reason: string): MigrationsInService {
  return { unknown: `Which migrations are applied is not known: ${reason}` };
}

/**
 * Compares the applied migrations with those of the new artifact. What is not known is part of the result.
 *
 * @param names migrations of the new artifact; undefined when it has no list
 * @returns null for a project without migrations
 */
export async function planMigrations(
  context: EnvironmentContext,
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
