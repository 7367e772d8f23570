import { SuperbowletoError } from '../errors.js';
import type { MigrationAnswer } from './types.js';

/**
 * Throws if migrating failed.
 *
 * @throws {SuperbowletoError} with the failure's code and message, and the migrations applied before it
 * @example verifyMigrated(await migrate({ lambda, functionName, timeout: 300, command: 'up' }));
 */
export function verifyMigrated({ ok, applied, error }: MigrationAnswer): void {
  if (ok) return;
  const { code, message } = error ?? { code: 'MIGRATION_FAILED', message: 'The migration failed.' };
  const before = applied.length > 0 ? ` Applied before it: ${namesOf(applied)}.` : '';
  throw new SuperbowletoError(code, message + before);
}

/**
 * Returns what a successful `up` did, as one sentence.
 *
 * @example describeApplied(answer) // '1 of 4 migrations applied: 2026-07-27T12-00-create-boletos.'
 */
export function describeApplied({ applied, migrations }: MigrationAnswer): string {
  if (applied.length === 0) return `No migration was pending; all ${migrations.length} are applied.`;
  return `${applied.length} of ${migrations.length} migrations applied: ${namesOf(applied)}.`;
}

function namesOf(applied: MigrationAnswer['applied']): string {
  return applied.map(({ name }) => name).join(', ');
}
