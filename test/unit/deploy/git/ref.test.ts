import assert from 'node:assert/strict';
import { resolveRef } from '../../../../src/deploy/git/ref.js';
import { GitRepository } from '../../../support/git-repository.js';

describe('resolveRef', () => {
  let repository: GitRepository;
  let first: string;
  let second: string;
  const resolved = (ref: string) =>
    resolveRef(ref, 'shop', { cwd: repository.folder, signal: new AbortController().signal });

  before(() => {
    repository = new GitRepository();
    first = repository.commit({ a: '1' });
    repository.git('tag', '-a', 'v1', '-m', 'one');
    repository.git('tag', 'both');
    second = repository.commit({ a: '2' });
    repository.git('branch', 'both');
    repository.git('tag', 'same');
    repository.git('branch', 'same');
  });
  after(() => repository?.remove());

  it('finds the commit of a branch, a tag, an id, and HEAD', async () => {
    for (const ref of ['main', 'refs/heads/main', 'HEAD', second, second.slice(0, 12), 'same'])
      assert.equal(await resolved(ref), second);
    for (const ref of ['v1', first, first.slice(0, 12), 'refs/tags/both'])
      assert.equal(await resolved(ref), first);
  });

  it('refuses a name of a branch and a tag at different commits', async () => {
    await assert.rejects(resolved('both'), {
      code: 'AMBIGUOUS_REF',
      message:
        '"both" is a branch and a tag in shop, at different commits. Say which: refs/heads/both or refs/tags/both',
    });
  });

  it('suggests the nearest name for an unknown one', async () => {
    await assert.rejects(resolved('mian'), {
      code: 'UNKNOWN_REF',
      message: 'There is no branch, tag or commit "mian" in shop; did you mean main?',
    });
    await assert.rejects(resolved('f'.repeat(40)), { code: 'UNKNOWN_REF' });
  });

  for (const ref of ['-x', '', 'a b', 'a..b', 'main^', 'main~1', 'HEAD:a', 'main@{1}', 'm*', 'm?', 'a\\b']) {
    it(`refuses "${ref}"`, async () => {
      await assert.rejects(resolved(ref), { code: 'REF_INVALID', exitCode: 2 });
    });
  }
});
