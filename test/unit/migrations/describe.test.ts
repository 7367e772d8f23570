import assert from 'node:assert/strict';
import { describeApplied, type MigrationAnswer, verifyMigrated } from '../../../src/migrations/index.js';

function answer(more: Partial<MigrationAnswer>): MigrationAnswer {
  const migrations = ['001-a', '002-b'].map(
    (name) => ({ name, status: 'applied', appliedAt: null }) as const,
  );
  return { ok: true, command: 'up', applied: [], reverted: [], migrations, ...more };
}
const applied = [{ name: '001-a', milliseconds: 3 }];

describe('describeApplied', () => {
  it('names the applied migrations', () => {
    assert.equal(describeApplied(answer({ applied })), '1 of 2 migrations applied: 001-a.');
    const both = [...applied, { name: '002-b', milliseconds: 4 }];
    assert.equal(describeApplied(answer({ applied: both })), '2 of 2 migrations applied: 001-a, 002-b.');
  });

  it('says that no migration was pending', () => {
    assert.equal(describeApplied(answer({})), 'No migration was pending; all 2 are applied.');
  });
});

describe('verifyMigrated', () => {
  it('accepts an answer without a failure', () => verifyMigrated(answer({ applied })));

  it("throws the failure's code and message, and names the migrations that stay applied", () => {
    const error = { code: 'LOCK_TIMEOUT', message: 'Migration 002-b failed: no lock.' };
    assert.throws(() => verifyMigrated(answer({ ok: false, applied, error })), {
      code: 'LOCK_TIMEOUT',
      message: 'Migration 002-b failed: no lock. Applied before it: 001-a.',
    });
  });

  it('throws what it knows about a failure without a code', () => {
    assert.throws(() => verifyMigrated(answer({ ok: false })), {
      code: 'MIGRATION_FAILED',
      message: 'The migration failed.',
    });
  });
});
