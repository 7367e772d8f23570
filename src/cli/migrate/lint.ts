import { relative } from 'node:path';
import { SuperbowletoError } from '../../errors.js';
import { type MigrationState, readMigrationFiles } from '../../migrations/index.js';
import { type Finding, lintMigrations } from '../../migrations/lint/index.js';
import { findFiles } from './files.js';

/** Returns the findings in the format of a compiler: file, line, rule. */
export function describeFindings(findings: readonly Finding[], folder: string): string {
  const path = relative(process.cwd(), folder) || '.';
  return findings
    .map(
      ({ migration, line, rule, message, why, fix }) =>
        `${path}/${migration}.sql:${line}: ${rule}: ${message}\n  Why: ${why}\n  Fix: ${fix}`,
    )
    .join('\n');
}

/** The findings, and the number of files that the lint could not read. */
export interface Linted {
  readonly findings: Finding[];
  /** Files in TypeScript. */
  readonly unread: number;
}

/** Lints the migrations of a folder, or only those named. @throws {SuperbowletoError} NO_MIGRATIONS, UNKNOWN_MIGRATION */
export async function lintFolder(folder: string, names: readonly string[] = []): Promise<Linted> {
  const files = readMigrationFiles(folder);
  const unknown = names.find((name) => !files.some((file) => file.name === name));
  if (unknown)
    throw new SuperbowletoError('UNKNOWN_MIGRATION', `There is no migration ${unknown} in ${folder}.`);
  const wanted = files.filter(({ name }) => names.length === 0 || names.includes(name));
  return {
    findings: await lintMigrations(wanted),
    unread: wanted.filter(({ kind }) => kind === 'ts').length,
  };
}

/**
 * Lints the migrations that are about to be applied, as far as their files are on this machine.
 *
 * @throws {SuperbowletoError} LINT_FAILED
 */
export async function lintBefore(
  folder: string,
  states: readonly MigrationState[],
  { to, step }: { readonly to?: string; readonly step?: number },
): Promise<void> {
  const pending = states
    .filter(({ status, name }) => status === 'pending' && (to === undefined || name <= to))
    .slice(0, step)
    .map(({ name }) => name);
  const files = findFiles(folder)?.filter(({ name }) => pending.includes(name)) ?? [];
  // Return early: lintMigrations would load the parser.
  if (files.length === 0) return;
  const open = (await lintMigrations(files)).filter(({ allowed }) => allowed === undefined);
  if (open.length === 0) return;
  throw new SuperbowletoError(
    'LINT_FAILED',
    `What is pending is not safe to apply; nothing was done.\n${describeFindings(open, folder)}\nMend it, allow it in the file by "-- sbw:allow <rule> <reason>", or leave the lint out by --no-lint.`,
  );
}
