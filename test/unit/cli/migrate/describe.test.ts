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

  it('lists what was reverted before what was applied and recorded', () => {
    const one = (name: string) => [{ name, milliseconds: 3 }];
    assert.equal(
      describeMigrations(answer({ applied: one('002-b'), reverted: one('001-a'), baselined: ['003-c'] })),
      'reverted  001-a  3 ms\napplied   002-b  3 ms\nrecorded  003-c  not run',
    );
  });

  it('lists the history, with the times that are known', () => {
    const entry = { at: '2026-07-27T12:00:00.000Z', action: 'applied', name: '001-a', by: 'ana' } as const;
    assert.equal(describeMigrations(answer({ command: 'history' })), 'Nothing was ever applied.');
    assert.equal(
      describeMigrations(
        answer({
          command: 'history',
          history: [
            { ...entry, milliseconds: 3 },
            { ...entry, milliseconds: null },
          ],
        }),
      ),
      '2026-07-27T12:00:00.000Z  applied  001-a  3 ms  ana\n2026-07-27T12:00:00.000Z  applied  001-a        ana',
    );
  });

  it('says whose lock was ended', () => {
    const holder = {
      application: 'psql',
      pid: 71,
      since: '2026-11-24T12:00:00Z',
      state: 'active',
      seconds: 4,
      statement: 'SELECT 1',
    };
    assert.equal(
      describeMigrations(answer({ command: 'unlock', holder })),
      'Ended: "psql" (pid 71, connected since 2026-11-24T12:00:00Z, active for 4 s: SELECT 1).',
    );
    assert.equal(describeMigrations(answer({ command: 'unlock', holder: null })), 'Nobody holds the lock.');
    assert.equal(describeMigrations(answer({ command: 'unlock', ok: false, holder })), '');
  });

  it('prints the SQL of a plan', () => {
    const plan = (more: Partial<MigrationAnswer>) => describeMigrations(answer({ command: 'plan', ...more }));
    assert.equal(plan({}), 'Nothing to do.');
    assert.equal(plan({ ok: false }), '');
    const planned = [
      { name: '001-a', action: 'apply', transaction: true, sql: 'SELECT 1;' },
      { name: '002-b', action: 'apply', transaction: false, sql: null },
      { name: '003-c', action: 'record', transaction: true, sql: null },
    ] as const;
    assert.equal(
      plan({ planned }),
      [
        '-- apply 001-a',
        'SELECT 1;',
        '',
        '-- apply 002-b, outside a transaction',
        '-- (a function: its SQL is not known beforehand)',
        '',
        '-- record 003-c',
      ].join('\n'),
    );
  });

  it('prints one reverted migration although nothing was applied', () => {
    assert.equal(
      describeMigrations(answer({ ok: false, reverted: [{ name: '001-a', milliseconds: 3 }] })),
      'reverted  001-a  3 ms',
    );
  });
});
