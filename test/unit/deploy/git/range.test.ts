import assert from 'node:assert/strict';
import { changedFiles } from '../../../../src/deploy/git/changes.js';
import { git, gitComplaint, gitOrNothing } from '../../../../src/deploy/git/command.js';
import type { GitSource } from '../../../../src/deploy/git/git.js';
import { commitRange, printableLine } from '../../../../src/deploy/git/log.js';
import { servedRanges } from '../../../../src/deploy/git/ranges.js';
import { GitRepository } from '../../../support/git-repository.js';

describe('the commits between two commits', () => {
  let repository: GitRepository;
  let options: { cwd: string; signal: AbortSignal };
  let base: string;
  let ahead: string;
  let aside: string;

  before(() => {
    repository = new GitRepository();
    options = { cwd: repository.folder, signal: new AbortController().signal };
    base = repository.commit({ 'a.txt': 'one\ntwo\n', 'gone.txt': 'x\n' }, 'base');
    repository.git('checkout', '--quiet', '-b', 'aside');
    aside = repository.commit({ 'c.txt': 'c\n' }, 'aside');
    repository.git('checkout', '--quiet', 'main');
    repository.git('rm', '--quiet', 'gone.txt');
    repository.commit({ 'a.txt': 'one\nthree\nfour\n' }, 'first');
    ahead = repository.commit({ 'b.bin': 'a\0b', 'ta\tb': 'y\n' }, 'second\n\nbody');
  });
  after(() => repository?.remove());

  const subjects = (commits: readonly { subject: string }[]) => commits.map(({ subject }) => subject);

  it('are ahead of, behind, or beside each other', async () => {
    for (const [from, to, relation, counts, commits, dropped] of [
      [base, ahead, 'ahead', [2, 0], ['second', 'first'], []],
      [ahead, base, 'behind', [0, 2], [], ['second', 'first']],
      [aside, ahead, 'diverged', [2, 1], ['second', 'first'], ['aside']],
      [base, base, 'same', [0, 0], [], []],
    ] as const) {
      const range = await commitRange(from, to, options);
      assert.deepEqual([range.from, range.relation, [range.ahead, range.behind]], [from, relation, counts]);
      assert.deepEqual([subjects(range.commits), subjects(range.dropped)], [commits, dropped]);
    }
  });

  it('are unknown where the repository does not have the old one', async () => {
    const from = '1'.repeat(40);
    assert.deepEqual(await commitRange(from, ahead, options), {
      from,
      relation: 'unknown',
      commits: [],
      dropped: [],
    });
  });

  it('have an author and a date', async () => {
    const { commits } = await commitRange(base, ahead, options);
    assert.deepEqual(commits[0], {
      commit: ahead,
      date: repository.git('log', '-1', '--format=%cI', ahead),
      author: 'Tester',
      subject: 'second',
    });
  });

  it('change files, with lines counted in text files only', async () => {
    assert.deepEqual(await changedFiles(base, ahead, options), [
      { path: 'a.txt', change: 'changed', added: 2, removed: 1 },
      { path: 'b.bin', change: 'added' },
      { path: 'gone.txt', change: 'removed', added: 0, removed: 1 },
      { path: 'tab', change: 'added', added: 1, removed: 0 },
    ]);
  });

  it('are compared once for each commit in service', async () => {
    const asked: string[] = [];
    const source = {
      range: async (from: string) => {
        asked.push(from);
        return { from, relation: 'ahead', commits: [], dropped: [] };
      },
    } as unknown as GitSource;
    const serving = [
      { name: 'a', commit: base },
      { name: 'b', commit: aside },
      { name: 'c', commit: base },
      { name: 'd', commit: null },
      { name: 'e' },
    ];
    const ranges = await servedRanges(source, serving, ahead);
    assert.deepEqual(asked, [base, aside]);
    assert.deepEqual(
      ranges.map(({ from, functions }) => [from, functions]),
      [
        [base, ['a', 'c']],
        [aside, ['b']],
      ],
    );
  });

  it('are read by a git that fails with what it printed', async () => {
    await assert.rejects(git(['rev-parse', '--verify', 'none'], options), (error: Error) => {
      assert.equal(gitComplaint(error), 'fatal: Needed a single revision');
      return true;
    });
    await assert.rejects(gitOrNothing(['cat-file', 'blob', 'none'], options), /none/);
    assert.equal(await gitOrNothing(['config', '--get', 'no.such'], options), undefined);
    assert.equal(gitComplaint(' a\nb\n'), 'a b');
  });

  it('are not read after an interruption', async () => {
    const reason = new Error('interrupted');
    const signal = AbortSignal.abort(reason);
    await assert.rejects(git(['status'], { ...options, signal }), reason);
  });

  it('are printed without line breaks, tabs and control characters', () => {
    assert.equal(printableLine('a\nb\tc\u001b[2Jd'), 'abc[2Jd');
  });
});
