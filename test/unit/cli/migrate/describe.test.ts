import assert from 'node:assert/strict';
import { describeMigrations } from '../../../../src/cli/migrate/describe.js';
import type { MigrationAnswer } from '../../../../src/migrations/index.js';

function answer(more: Partial<MigrationAnswer>): MigrationAnswer {
  return { ok: true, command: 'up', applied: [], reverted: [], migrations: [], ...more };
}

describe('describeMigrations', () => {
  it('lists the applied migrations with their times', () => {
    const applied = [
      { name: '001-a', milliseconds: 3 },
      { name: '002-long-name', milliseconds: 1250 },
    ];
    assert.equal(
      describeMigrations(answer({ applied })),
      'applied  001-a          3 ms\napplied  002-long-name  1250 ms',
    );
  });

  it('says that there was nothing to do', () => {
    assert.equal(describeMigrations(answer({})), 'Nothing to do.');
  });

  it('is empty when a command failed before it did anything', () => {
    assert.equal(describeMigrations(answer({ ok: false })), '');
  });

  it('lists every migration with its state for status', () => {
    const migrations = [
      { name: '001-a', status: 'applied', appliedAt: '2026-07-27T12:00:00.000Z' },
      { name: '002-b', status: 'pending', appliedAt: null },
    ] as const;
    assert.equal(
      describeMigrations(answer({ command: 'status', migrations })),
      'applied  001-a  2026-07-27T12:00:00.000Z\npending  002-b',
    );
  });
});
