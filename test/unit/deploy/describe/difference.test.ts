import assert from 'node:assert/strict';
import { type Difference, type DifferenceRange, describeDifference } from '../../../../src/deploy/index.js';

const COMMIT = 'b'.repeat(40);
const FROM = 'a'.repeat(40);

function described(ranges: DifferenceRange[], unknown: string[] = []): string {
  const difference: Difference = { environment: 'test', ref: 'main', commit: COMMIT, ranges, unknown };
  return describeDifference(difference);
}
const range = (more: Partial<DifferenceRange>): DifferenceRange => ({
  from: FROM,
  relation: 'ahead',
  commits: [],
  dropped: [],
  functions: ['one'],
  files: [],
  ...more,
});

describe('describeDifference', () => {
  it('says that the commit is in service', () => {
    assert.equal(described([range({ relation: 'same' })]), `main (commit ${COMMIT}) is in service in test.`);
  });

  it('names what the repository does not have, and what no deploy made', () => {
    assert.equal(
      described([range({ relation: 'unknown', files: null })], ['two', 'three']),
      [
        `main (commit ${COMMIT}), and what is in service in test:`,
        'The repository does not have aaaaaaaaaaaa: what lies between is not known.',
        'No deploy of sbw made what serves in two, three; what lies between is not known.',
      ].join('\n\n'),
    );
  });

  it('names the functions of each commit when they serve different ones', () => {
    const text = described([
      range({ from: COMMIT, relation: 'same', functions: ['one'] }),
      range({ functions: ['two'], files: [{ path: 'slip.png', change: 'changed' }] }),
    ]);
    assert.equal(
      text,
      [
        `main (commit ${COMMIT}), and what is in service in test:`,
        'In service already in one of test.',
        '1 file differs from aaaaaaaaaaaa (in two):\n  changed      slip.png',
      ].join('\n\n'),
    );
  });

  it('names all functions that serve a commit', () => {
    const text = described([
      range({ from: COMMIT, relation: 'same', functions: ['one', 'two'] }),
      range({ functions: ['three', 'four'] }),
    ]);
    assert.deepEqual(text.split('\n\n').slice(1), [
      'In service already in one, two of test.',
      'No file differs from aaaaaaaaaaaa (in three, four).',
    ]);
  });

  it('shows a hundred files with their lines, and how many more there are', () => {
    const files = Array.from({ length: 103 }, (_, index) => ({
      ...({ path: `file-${index}`, change: 'added', added: 12, removed: 0 } as const),
    }));
    const lines = described([range({ files })]).split('\n');
    assert.deepEqual(lines.slice(2, 4), ['103 files differ from aaaaaaaaaaaa:', '  added  +12  -0  file-0']);
    assert.deepEqual(lines.slice(-2), ['  added  +12  -0  file-99', '  and 3 more']);
    assert.ok(!described([range({ files: files.slice(0, 100) })]).includes('more'));
  });

  it('lists the commits both ways, and says that no file differs', () => {
    const commit = { commit: FROM, date: '2026-03-04T05:06:07.000Z', author: 'Ana', subject: 'Change' };
    const one = range({ ahead: 1, behind: 1, commits: [commit], dropped: [commit] });
    assert.deepEqual(described([one]).split('\n\n').slice(1), [
      '1 commit would come into service since aaaaaaaaaaaa:\n  aaaaaaaaaaaa  2026-03-04  Ana  Change',
      '1 commit would go out of service with aaaaaaaaaaaa:\n  aaaaaaaaaaaa  2026-03-04  Ana  Change',
      'No file differs from aaaaaaaaaaaa.',
    ]);
  });
});
