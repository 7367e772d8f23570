import assert from 'node:assert/strict';
import type { History } from '../../../src/migrations/history.js';
import { checksum, type Migration, type MigrationRequest } from '../../../src/migrations/index.js';
import { describePlan, planRequest } from '../../../src/migrations/plan.js';

function migration(name: string, more: Partial<Migration> = {}): Migration {
  const up = `create table "${name}" ()`;
  return { name, up, down: `drop table "${name}"`, checksum: checksum(up), ...more };
}

const A = migration('001-a');
const B = migration('002-b');
const C = migration('003-c');
const ALL = [A, B, C];

async function plan(request: MigrationRequest, appliedNames: readonly string[], migrations = ALL) {
  const applied = appliedNames.map((name) => ({ name, checksum: '', appliedAt: '' }));
  const { command } = request as { command: 'up' | 'down' | 'redo' | 'baseline' };
  const { action, migrations: planned } = await planRequest(command, request, migrations, applied, undefined);
  return [action, ...planned.map(({ name }) => name)];
}

describe('planRequest', () => {
  it('applies all pending migrations, so many, or those up to a name', async () => {
    assert.deepEqual(await plan({ command: 'up' }, ['001-a']), ['apply', '002-b', '003-c']);
    assert.deepEqual(await plan({ command: 'up', step: 1 }, ['001-a']), ['apply', '002-b']);
    assert.deepEqual(await plan({ command: 'up', to: '002-b' }, []), ['apply', '001-a', '002-b']);
    assert.deepEqual(await plan({ command: 'up', to: '001-a' }, ['001-a']), ['apply']);
  });

  it('reverts the newest migration, so many, or those down to a name', async () => {
    const applied = ['001-a', '002-b', '003-c'];
    assert.deepEqual(await plan({ command: 'down' }, applied), ['revert', '003-c']);
    assert.deepEqual(await plan({ command: 'down', step: 2 }, applied), ['revert', '003-c', '002-b']);
    assert.deepEqual(await plan({ command: 'down', to: '002-b' }, applied), ['revert', '003-c', '002-b']);
    assert.deepEqual(await plan({ command: 'down', to: '003-c' }, ['001-a']), ['revert']);
  });

  it('redoes the newest applied migration', async () => {
    assert.deepEqual(await plan({ command: 'redo' }, ['001-a', '002-b']), ['redo', '002-b']);
    await assert.rejects(plan({ command: 'redo' }, []), {
      code: 'NOTHING_TO_REDO',
      message: 'No migration is applied, so there is none to redo.',
    });
  });

  it('applies the migration of a redo that was interrupted after its down', async () => {
    const history = { client: { query: async () => ({ rows: [{ name: '002-b' }] }) } } as unknown as History;
    const redo = (...applied: string[]) =>
      planRequest(
        'redo',
        { command: 'redo' },
        ALL,
        applied.map((name) => ({ name, checksum: '', appliedAt: '' })),
        history,
      );
    assert.deepEqual(await redo('001-a'), { action: 'apply', migrations: [B] });
    assert.deepEqual(await redo('001-a', '002-b'), { action: 'redo', migrations: [B] });
  });

  it('records the migrations up to a name, in a database without any', async () => {
    assert.deepEqual(await plan({ command: 'baseline', to: '002-b' }, []), ['record', '001-a', '002-b']);
    assert.deepEqual(await plan({ command: 'baseline', to: '001-a' }, ['001-a']), ['record']);
    assert.deepEqual(await plan({ command: 'baseline' }, []), ['record']);
    await assert.rejects(plan({ command: 'baseline', to: '002-b' }, ['001-a']), {
      code: 'BASELINE_NOT_EMPTY',
    });
    await assert.rejects(plan({ command: 'baseline', to: '003-c' }, ['001-a', '002-b']), {
      code: 'BASELINE_NOT_EMPTY',
      message:
        '2 migrations are applied already, the last of them 002-b. A baseline is for a database that has none; apply the rest by: sbw migrate up',
    });
  });

  it('refuses a name that is not in the list', async () => {
    await assert.rejects(plan({ command: 'up', to: '009-z' }, []), {
      code: 'UNKNOWN_MIGRATION',
      message: 'There is no migration "009-z" in this release. List them by: sbw migrate status',
    });
  });

  it('refuses to revert or redo a migration without a down', async () => {
    const { down, ...oneWay } = A;
    const applied = ['001-a', '002-b'];
    await assert.rejects(plan({ command: 'down', step: 2 }, applied, [oneWay, B]), { code: 'IRREVERSIBLE' });
    await assert.rejects(plan({ command: 'redo' }, ['001-a'], [oneWay]), { code: 'IRREVERSIBLE' });
    assert.deepEqual(await plan({ command: 'down' }, applied, [oneWay, B]), ['revert', '002-b']);
  });
});

describe('describePlan', () => {
  it('lists each step with its SQL', () => {
    assert.deepEqual(describePlan({ action: 'apply', migrations: [A] }), [
      { name: '001-a', action: 'apply', transaction: true, sql: 'create table "001-a" ()' },
    ]);
    assert.deepEqual(describePlan({ action: 'revert', migrations: [A] }), [
      { name: '001-a', action: 'revert', transaction: true, sql: 'drop table "001-a"' },
    ]);
    assert.deepEqual(describePlan({ action: 'redo', migrations: [migration('1', { transaction: false })] }), [
      { name: '1', action: 'revert', transaction: false, sql: 'drop table "1"' },
      { name: '1', action: 'apply', transaction: false, sql: 'create table "1" ()' },
    ]);
  });

  it('has no SQL for a step that runs none, or a function', () => {
    const code = migration('1', { up: async () => undefined, transaction: true });
    assert.deepEqual(describePlan({ action: 'record', migrations: [A] }), [
      { name: '001-a', action: 'record', transaction: true, sql: null },
    ]);
    assert.deepEqual(describePlan({ action: 'apply', migrations: [code] }), [
      { name: '1', action: 'apply', transaction: true, sql: null },
    ]);
  });
});
