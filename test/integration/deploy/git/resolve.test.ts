import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { GitRepository } from '../../../support/git-repository.js';
import { useGitRepository } from './git-fixture.js';

describe('GitSource.resolve', () => {
  const fixture = useGitRepository();

  it('finds a branch, a tag, an annotated tag, HEAD and full and short commit ids', async () => {
    const first = fixture.repository.commit({ file: '1' });
    fixture.repository.git('tag', 'light');
    fixture.repository.git('tag', '-a', 'heavy', '-m', 'first');
    fixture.repository.git('branch', 'some/branch');
    const second = fixture.repository.commit({ file: '2' });
    for (const ref of ['light', 'heavy', 'some/branch', first, first.slice(0, 7), first.slice(0, 4)]) {
      assert.equal(await fixture.source().resolve(ref), first, ref);
    }
    assert.equal(await fixture.source().resolve('HEAD'), second);
    assert.equal(await fixture.source().resolve('main'), second);
    assert.equal(await fixture.source().resolve('refs/heads/main'), second);
  });

  it('finds the branch of a remote that has no local one', async () => {
    const commit = fixture.repository.commit({ file: '1' });
    fixture.repository.git('update-ref', 'refs/remotes/origin/feature', commit);
    assert.equal(await fixture.source().resolve('feature'), commit);
  });

  it('finds a commit that no branch contains', async () => {
    fixture.repository.commit({ file: '1' });
    const lost = fixture.repository.commit({ file: '2' });
    fixture.repository.git('reset', '--quiet', '--hard', 'HEAD~1');
    assert.equal(await fixture.source().resolve(lost.slice(0, 10)), lost);
  });

  for (const ref of [
    '',
    '-x',
    '--upload-pack=touch /tmp/x',
    'main:src',
    'a..b',
    'main~1',
    'main^',
    'a b',
    '@{u}',
    'main\n',
  ]) {
    it(`refuses ${JSON.stringify(ref)}`, async () => {
      fixture.repository.commit({ file: '1' });
      await assert.rejects(fixture.source().resolve(ref), {
        code: 'REF_INVALID',
        exitCode: 2,
        message: `"${ref}" cannot be a ref. Give a branch, a tag, or a full or short commit id.`,
      });
    });
  }

  it('says that the name is unknown', async () => {
    fixture.repository.commit({ file: '1' });
    await assert.rejects(fixture.source().resolve('release-2017'), {
      code: 'UNKNOWN_REF',
      message: `There is no branch, tag or commit "release-2017" in ${fixture.repository.folder}.`,
    });
  });

  it('says that nothing is committed yet', async () => {
    await assert.rejects(fixture.source().resolve('HEAD'), {
      code: 'UNKNOWN_REF',
      message: `${fixture.repository.folder} has no commit yet; only what is committed is deployed.`,
    });
  });

  it('suggests a branch with a similar name', async () => {
    fixture.repository.commit({ file: '1' });
    fixture.repository.git('branch', 'master');
    await assert.rejects(fixture.source().resolve('mastre'), {
      code: 'UNKNOWN_REF',
      message: `There is no branch, tag or commit "mastre" in ${fixture.repository.folder}; did you mean master?`,
    });
  });

  it('refuses a name that a branch and a tag give to different commits', async () => {
    fixture.repository.commit({ file: '1' });
    fixture.repository.git('tag', 'release');
    fixture.repository.commit({ file: '2' });
    fixture.repository.git('branch', 'release');
    await assert.rejects(fixture.source().resolve('release'), {
      code: 'AMBIGUOUS_REF',
      message: `"release" is a branch and a tag in ${fixture.repository.folder}, at different commits. Say which: refs/heads/release or refs/tags/release`,
    });
  });

  it('refuses a prefix of two commits, and names both', async () => {
    const commits = commitsThatBeginAlike(fixture.repository, 4);
    const prefix = commits[0]?.slice(0, 4) ?? '';
    await assert.rejects(fixture.source().resolve(prefix), (error: Error & { code?: string }) => {
      assert.equal(error.code, 'AMBIGUOUS_REF');
      assert.ok(
        error.message.startsWith(
          `"${prefix}" is the beginning of 2 commits in ${fixture.repository.folder}: `,
        ),
      );
      for (const commit of commits) assert.ok(error.message.includes(commit.slice(0, 12)));
      return true;
    });
  });

  it('says that a folder is in no repository', async () => {
    await assert.rejects(fixture.source({ directory: fixture.folder }).resolve('main'), {
      code: 'NO_REPOSITORY',
      message:
        /^.* is in no git repository that can be read \(fatal: not a git repository.*\)\. Name one as scm\.repository\.$/,
    });
  });

  it('says in a shallow clone how to fetch the rest', async () => {
    fixture.repository.commit({ file: '1' });
    fixture.repository.commit({ file: '2' });
    const shallow = join(fixture.folder, 'shallow');
    execFileSync('git', ['clone', '--quiet', '--depth=1', `file://${fixture.repository.folder}`, shallow]);
    await assert.rejects(fixture.source({ directory: shallow }).resolve('v1'), {
      message: `There is no branch, tag or commit "v1" in ${shallow}. It is a shallow clone; fetch the rest of it: git fetch --unshallow --tags`,
    });
    assert.deepEqual(
      await fixture.checkout(
        fixture.source({ directory: shallow }),
        await fixture.source({ directory: shallow }).resolve('HEAD'),
      ),
      {
        file: '2',
      },
    );
  });

  it('ignores the variables of a git hook', async () => {
    const commit = fixture.repository.commit({ file: '1' });
    process.env.GIT_DIR = join(fixture.folder, 'elsewhere');
    try {
      assert.equal(await fixture.source().resolve('main'), commit);
    } finally {
      delete process.env.GIT_DIR;
    }
  });
});

/** Makes two commits whose ids begin with the same digits: finds them by hashing, then writes them. */
function commitsThatBeginAlike(repository: GitRepository, digits: number): [string, string] {
  const tree = repository.git('hash-object', '-t', 'tree', '-w', '/dev/null');
  const seen = new Map<string, string>();
  for (let attempt = 0; ; attempt += 1) {
    const who = 'Tester <tester@example.com> 0 +0000';
    const content = `tree ${tree}\nauthor ${who}\ncommitter ${who}\n\n${attempt}\n`;
    const id = createHash('sha1').update(`commit ${content.length}\0${content}`).digest('hex');
    const earlier = seen.get(id.slice(0, digits));
    if (earlier !== undefined) return [writeCommit(repository, earlier), writeCommit(repository, content)];
    seen.set(id.slice(0, digits), content);
  }
}

function writeCommit({ folder }: GitRepository, content: string): string {
  const args = ['hash-object', '-t', 'commit', '-w', '--stdin'];
  return execFileSync('git', args, { cwd: folder, input: content, encoding: 'utf8' }).trim();
}
