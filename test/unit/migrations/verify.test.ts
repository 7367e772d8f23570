import assert from 'node:assert/strict';
import { isSameText } from '../../../src/migrations/checksum.js';
import { listStates } from '../../../src/migrations/history.js';
import { checksum, type Migration, type MigrationRequest } from '../../../src/migrations/index.js';
import { verifyExpected, verifyHistory, verifyList } from '../../../src/migrations/verify.js';

function migration(name: string, up = 'select 1'): Migration {
  return { name, up, checksum: checksum(up) };
}

const [A, B, C, D, E] = ['001-a', '002-b', '003-c', '004-d', '005-e'].map((name) => migration(name)) as [
  Migration,
  Migration,
  Migration,
  Migration,
  Migration,
];
const AT = '2026-11-24T12:00:00.000Z';
const applied = (...migrations: Migration[]) =>
  migrations.map(({ name, checksum }) => ({ name, checksum, appliedAt: AT }));

describe('verifyList', () => {
  it('accepts names in order', () => verifyList([A, B, C]));

  it('refuses an empty list, which is a broken build', () => {
    assert.throws(() => verifyList([]), { code: 'NO_MIGRATIONS' });
  });

  it('refuses a name that is not in order or comes twice', () => {
    assert.throws(() => verifyList([A, C, B]), {
      code: 'UNSORTED_MIGRATIONS',
      message: 'Migration 002-b is listed after 003-c: names must be unique and in the order of running.',
    });
    assert.throws(() => verifyList([A, A]), { code: 'UNSORTED_MIGRATIONS' });
  });
});

describe('verifyExpected', () => {
  const verify = (migrations: readonly Migration[], more: Partial<MigrationRequest>) => {
    const warnings: string[] = [];
    verifyExpected({ command: 'up', ...more, migrations }, (warning) => warnings.push(warning));
    return warnings;
  };

  it('accepts the same list, with or without checksums, and no list at all', () => {
    assert.deepEqual(verify([A, B], { expect: [{ name: '001-a' }, B] }), []);
    assert.deepEqual(verify([A, B], {}), []);
  });

  it('refuses a change with another list, and says how it differs', () => {
    const expect = [{ name: '001-a', checksum: checksum('select 2') }, B, D];
    for (const command of ['up', 'down', 'redo', 'baseline', 'plan'] as const) {
      assert.throws(() => verify([A, B, C], { command, expect }), {
        code: 'LIST_DIFFERS',
        message:
          "The function was built from other migrations than these files: it lacks 004-d; it has besides 003-c; it has another text of 001-a. Nothing was done. Deploy this commit (sbw deploy --migrate applies what it brings), check out the one in service, or go by the function's own list with --deployed.",
      });
    }
  });

  it('warns about another list if the request changes nothing', () => {
    for (const command of ['status', 'history', 'unlock'] as const) {
      assert.deepEqual(verify([A], { command, expect: [A, B] }), [
        'The function was built from other migrations than these files: it lacks 002-b.',
      ]);
    }
  });

  it('names three migrations and counts the others', () => {
    assert.deepEqual(verify([A], { command: 'status', expect: [A, B, C, D] }), [
      'The function was built from other migrations than these files: it lacks 002-b, 003-c, 004-d.',
    ]);
    assert.deepEqual(verify([A], { command: 'status', expect: [A, B, C, D, E] }), [
      'The function was built from other migrations than these files: it lacks 002-b, 003-c, 004-d and 1 more.',
    ]);
  });
});

describe('verifyHistory', () => {
  it('accepts applied migrations that come first in the list', () => {
    verifyHistory(listStates([A, B, C], applied(A, B)));
    verifyHistory(listStates([A], []));
  });

  it('refuses an applied migration that this release lacks, even if another was edited', () => {
    assert.throws(() => verifyHistory(listStates([migration('001-a', 'select 2')], applied(A, B))), {
      code: 'MISSING_MIGRATION',
      message: `Migration 002-b was applied at ${AT} but is not in this release. Deploy a release that has it, or revert it from that release.`,
    });
  });

  it('refuses a migration that was edited after it was applied', () => {
    assert.throws(() => verifyHistory(listStates([migration('001-a', 'select 2'), B], applied(A))), {
      code: 'CHANGED_MIGRATION',
      message: `Migration 001-a was edited after it was applied at ${AT}. Restore its text and put the change into a new migration.`,
    });
  });

  it('refuses a pending migration that sorts before an applied one', () => {
    assert.throws(() => verifyHistory(listStates([A, B, C], applied(A, C))), {
      code: 'OUT_OF_ORDER',
      message:
        'Migration 002-b is pending but sorts before 003-c, which is applied. Rename it so that it sorts after 003-c.',
    });
  });
});

describe('listStates', () => {
  it('lists every migration of the release and of the database, in order of name', () => {
    assert.deepEqual(listStates([A, migration('003-c', 'select 3'), D], applied(A, B, C)), [
      { name: '001-a', status: 'applied', appliedAt: AT },
      { name: '002-b', status: 'missing', appliedAt: AT },
      { name: '003-c', status: 'changed', appliedAt: AT },
      { name: '004-d', status: 'pending', appliedAt: null },
    ]);
  });
});

describe('isSameText', () => {
  it('compares checksums of the same algorithm only', () => {
    assert.equal(isSameText('sha256:1', 'sha256:1'), true);
    assert.equal(isSameText('sha256:1', 'sha256:2'), false);
    assert.equal(isSameText('sha256:1', 'sha512:2'), true);
    // Names that differ in their last letter, or in their first.
    assert.equal(isSameText('md4:1', 'md5:2'), true);
    assert.equal(isSameText('a5:1', 'b5:2'), true);
  });
});
