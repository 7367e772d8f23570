import assert from 'node:assert/strict';
import { describePlan, type Plan, type ServedRange } from '../../../../src/deploy/index.js';

const COMMIT = 'b'.repeat(40);
const FROM = 'a'.repeat(40);

const commits = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    commit: String(index % 10).repeat(40),
    date: '2026-03-04T05:06:07.000Z',
    author: 'Ana',
    subject: `Change ${index}`,
  }));

const range = (more: Partial<ServedRange> = {}): ServedRange => ({
  ...{ from: FROM, relation: 'ahead', ahead: 1, behind: 0, commits: commits(1), dropped: [] },
  functions: ['one'],
  ...more,
});

function described(more: Partial<Plan> = {}): string[] {
  const common = { deployedName: 'x', version: '7' };
  const plan: Plan = {
    ...{ environment: 'test', ref: 'main', commit: COMMIT, changes: true },
    functions: [
      { ...common, name: 'one', change: 'update', commit: FROM, reasons: ['code', 'role'] },
      { ...common, name: 'two', change: 'none', commit: null, reasons: [] },
    ],
    ...{ ranges: [], migrations: null, warnings: [] },
    ...more,
  };
  return describePlan(plan).split('\n\n');
}

describe('describePlan', () => {
  it('counts the functions that would change, and gives each a line', () => {
    assert.deepEqual(described(), [
      `main (commit ${COMMIT}) would change 1 of 2 functions in test:\n` +
        '  one  update     version 7  aaaaaaaaaaaa  code, role\n' +
        '  two  unchanged  version 7  unknown',
    ]);
  });

  it('says that nothing would change', () => {
    const head = `main (commit ${COMMIT}) is in service in test already; nothing would be changed.`;
    assert.equal(described({ changes: false, functions: [] })[0]?.split('\n')[0], head);
  });

  it('lists the commits that would come into service, and those that would go', () => {
    const ranges = [range({ behind: 2, dropped: commits(2) })];
    assert.deepEqual(described({ ranges }).slice(1), [
      '1 commit would come into service since aaaaaaaaaaaa:\n  000000000000  2026-03-04  Ana  Change 0',
      '2 commits would go out of service with aaaaaaaaaaaa:\n' +
        '  000000000000  2026-03-04  Ana  Change 0\n  111111111111  2026-03-04  Ana  Change 1',
    ]);
  });

  it('names the functions when they serve several commits', () => {
    const ranges = [range(), range({ from: 'c'.repeat(40), functions: ['two', 'three'] })];
    assert.deepEqual(
      described({ ranges })
        .slice(1)
        .map((part) => part.split('\n')[0]),
      [
        '1 commit would come into service since aaaaaaaaaaaa (in one):',
        '1 commit would come into service since cccccccccccc (in two, three):',
      ],
    );
  });

  it('shows twenty commits, and how many more there are', () => {
    const lines = (count: number) =>
      described({ ranges: [range({ ahead: count, commits: commits(Math.min(count, 100)) })] })[1]?.split(
        '\n',
      );
    assert.equal(lines(20)?.length, 21);
    assert.equal(lines(120)?.length, 22);
    assert.equal(lines(120)?.at(-1), '  and 100 more');
  });

  it('lists the pending migrations, and says what is not known', () => {
    const migrations = (pending: string[] | null, unknown: string[] = []) =>
      described({ migrations: { pending, missing: null, unknown } })[1];
    assert.equal(migrations([]), 'No migration is pending.');
    assert.equal(migrations(null, ['Nobody knows.']), 'Nobody knows.');
    assert.equal(
      migrations([], ['Nobody knows.', 'Or does.']),
      'Nobody knows.\nOr does.\nNo migration is pending.',
    );
    assert.match(migrations(['1-create']) ?? '', /^Pending migrations, .*:\n {2}1-create$/);
    assert.equal(
      migrations(['1-create', '2-widen']),
      'Pending migrations, which sbw deploy --migrate applies before the new code comes into service:\n' +
        '  1-create\n  2-widen',
    );
  });

  it('ends with the warnings', () => {
    assert.equal(described({ warnings: ['One.'] }).at(-1), 'Warning: One.');
    assert.equal(described({ warnings: ['One.', 'Two.'] }).at(-1), 'Warning: One.\nWarning: Two.');
  });
});
