import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SuperbowletoError, UsageError } from '../../errors.js';

const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

const SQL = `-- migrate:up


-- migrate:down

`;

const TYPESCRIPT = `/** A connection of the run's own, in a transaction that the runner begins and commits. */
interface Client {
  query(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
}

export async function up(client: Client): Promise<void> {
  throw new Error('up is not written yet');
}

export async function down(client: Client): Promise<void> {
  throw new Error('down is not written yet');
}
`;

/**
 * Writes an empty migration that sorts after all others.
 *
 * @returns its path
 * @throws {UsageError} MIGRATION_NAME, MIGRATION_EXISTS
 * @throws {SuperbowletoError} MIGRATION_NOT_LAST when another one has a later date
 */
export function createMigration(folder: string, name: string, kind: 'sql' | 'ts', now: Date): string {
  if (!NAME.test(name)) {
    throw new UsageError(
      'MIGRATION_NAME',
      `"${name}" is no name of a migration: lower-case letters, digits and hyphens, as in add-payer-email.`,
    );
  }
  const full = `${now.toISOString().slice(0, 16).replace(':', '-')}-${name}`;
  mkdirSync(folder, { recursive: true });
  const last = readdirSync(folder)
    .filter((file) => /\.(sql|ts)$/.test(file))
    .map((file) => file.replace(/\.(sql|ts)$/, ''))
    .sort()
    .at(-1);
  const path = join(folder, `${full}.${kind}`);
  if (last !== undefined && last >= full && !existsSync(path)) {
    throw new SuperbowletoError(
      'MIGRATION_NOT_LAST',
      `${full} would sort before ${last}, and be refused where that is applied. See this machine's clock, or name the file by hand.`,
    );
  }
  try {
    writeFileSync(path, kind === 'sql' ? SQL : TYPESCRIPT, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new UsageError('MIGRATION_EXISTS', `${path} is there already.`);
  }
  return path;
}
