import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitSource } from '../../../../src/deploy/git/git.js';
import { GitRepository } from '../../../support/git-repository.js';

describe('GitSource', () => {
  let repository: GitRepository;
  let folder: string;

  beforeEach(() => {
    repository = new GitRepository();
    folder = mkdtempSync(join(tmpdir(), 'sbw-git-'));
  });
  afterEach(() => {
    repository.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  function source(
    options: { repository?: string; directory?: string; signal?: AbortSignal } = {},
  ): GitSource {
    const { directory = repository.folder, signal = new AbortController().signal } = options;
    const named = options.repository === undefined ? {} : { repository: options.repository };
    return new GitSource(
      { type: 'git', ...named },
      { project: { directory }, cache: join(folder, 'cache'), report: () => undefined, signal },
    );
  }

  /** Checks out a commit. Returns the content of each file by its name. */
  async function checkout(from: GitSource, commit: string): Promise<Record<string, string>> {
    const tree = mkdtempSync(join(folder, 'tree-'));
    const root = await from.checkout(commit, tree);
    const names = readdirSync(root, { recursive: true, encoding: 'utf8', withFileTypes: true });
    const files = names.filter((entry) => entry.isFile() && !entry.parentPath.includes('.git'));
    return Object.fromEntries(
      files.map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), 'utf8')]),
    );
  }

  describe('resolve', () => {
    it('finds a branch, a tag, an annotated tag, HEAD and full and short commit ids', async () => {
      const first = repository.commit({ file: '1' });
      repository.git('tag', 'light');
      repository.git('tag', '-a', 'heavy', '-m', 'first');
      repository.git('branch', 'some/branch');
      const second = repository.commit({ file: '2' });
      for (const ref of ['light', 'heavy', 'some/branch', first, first.slice(0, 7), first.slice(0, 4)]) {
        assert.equal(await source().resolve(ref), first, ref);
      }
      assert.equal(await source().resolve('HEAD'), second);
      assert.equal(await source().resolve('main'), second);
      assert.equal(await source().resolve('refs/heads/main'), second);
    });

    it('finds the branch of a remote that has no local one', async () => {
      const commit = repository.commit({ file: '1' });
      repository.git('update-ref', 'refs/remotes/origin/feature', commit);
      assert.equal(await source().resolve('feature'), commit);
    });

    it('finds a commit that no branch contains', async () => {
      repository.commit({ file: '1' });
      const lost = repository.commit({ file: '2' });
      repository.git('reset', '--quiet', '--hard', 'HEAD~1');
      assert.equal(await source().resolve(lost.slice(0, 10)), lost);
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
        repository.commit({ file: '1' });
        await assert.rejects(source().resolve(ref), {
          code: 'REF_INVALID',
          exitCode: 2,
          message: `"${ref}" cannot be a ref. Give a branch, a tag, or a full or short commit id.`,
        });
      });
    }

    it('says that the name is unknown', async () => {
      repository.commit({ file: '1' });
      await assert.rejects(source().resolve('release-2017'), {
        code: 'UNKNOWN_REF',
        message: `There is no branch, tag or commit "release-2017" in ${repository.folder}.`,
      });
    });

    it('says that nothing is committed yet', async () => {
      await assert.rejects(source().resolve('HEAD'), {
        code: 'UNKNOWN_REF',
        message: `${repository.folder} has no commit yet; only what is committed is deployed.`,
      });
    });

    it('suggests a branch with a similar name', async () => {
      repository.commit({ file: '1' });
      repository.git('branch', 'master');
      await assert.rejects(source().resolve('mastre'), {
        code: 'UNKNOWN_REF',
        message: `There is no branch, tag or commit "mastre" in ${repository.folder}; did you mean master?`,
      });
    });

    it('refuses a name that a branch and a tag give to different commits', async () => {
      repository.commit({ file: '1' });
      repository.git('tag', 'release');
      repository.commit({ file: '2' });
      repository.git('branch', 'release');
      await assert.rejects(source().resolve('release'), {
        code: 'AMBIGUOUS_REF',
        message: `"release" is a branch and a tag in ${repository.folder}, at different commits. Say which: refs/heads/release or refs/tags/release`,
      });
    });

    it('refuses a prefix of two commits, and names both', async () => {
      const commits = commitsThatBeginAlike(repository, 4);
      const prefix = commits[0]?.slice(0, 4) ?? '';
      await assert.rejects(source().resolve(prefix), (error: Error & { code?: string }) => {
        assert.equal(error.code, 'AMBIGUOUS_REF');
        assert.ok(
          error.message.startsWith(`"${prefix}" is the beginning of 2 commits in ${repository.folder}: `),
        );
        for (const commit of commits) assert.ok(error.message.includes(commit.slice(0, 12)));
        return true;
      });
    });

    it('says that a folder is in no repository', async () => {
      await assert.rejects(source({ directory: folder }).resolve('main'), {
        code: 'NO_REPOSITORY',
        message:
          /^.* is in no git repository that can be read \(fatal: not a git repository.*\)\. Name one as scm\.repository\.$/,
      });
    });

    it('says in a shallow clone how to fetch the rest', async () => {
      repository.commit({ file: '1' });
      repository.commit({ file: '2' });
      const shallow = join(folder, 'shallow');
      execFileSync('git', ['clone', '--quiet', '--depth=1', `file://${repository.folder}`, shallow]);
      await assert.rejects(source({ directory: shallow }).resolve('v1'), {
        message: `There is no branch, tag or commit "v1" in ${shallow}. It is a shallow clone; fetch the rest of it: git fetch --unshallow --tags`,
      });
      assert.deepEqual(
        await checkout(source({ directory: shallow }), await source({ directory: shallow }).resolve('HEAD')),
        {
          file: '2',
        },
      );
    });

    it('ignores the variables of a git hook', async () => {
      const commit = repository.commit({ file: '1' });
      process.env.GIT_DIR = join(folder, 'elsewhere');
      try {
        assert.equal(await source().resolve('main'), commit);
      } finally {
        delete process.env.GIT_DIR;
      }
    });
  });

  describe('checkout', () => {
    it('checks out the commit, and nothing of the working tree or the index', async () => {
      const commit = repository.commit({ kept: 'committed', changed: 'committed', deleted: 'committed' });
      repository.commit({ later: 'later' });
      repository.write({ changed: 'dirty', staged: 'staged', untracked: 'untracked' });
      repository.git('add', 'staged');
      rmSync(join(repository.folder, 'deleted'));
      assert.deepEqual(await checkout(source(), commit), {
        kept: 'committed',
        changed: 'committed',
        deleted: 'committed',
      });
    });

    it('gives the same bytes whatever the settings of the machine', async () => {
      repository.write({ '.gitattributes': '* text=auto\n', file: 'a\nb\n' });
      const commit = repository.commit({});
      repository.git('config', 'core.autocrlf', 'true');
      const { HOME } = process.env;
      execFileSync('git', ['config', '--file', join(folder, '.gitconfig'), 'core.autocrlf', 'true']);
      process.env.HOME = folder;
      try {
        assert.equal((await checkout(source(), commit)).file, 'a\nb\n');
      } finally {
        process.env.HOME = HOME;
      }
    });

    it('returns the folder of superbowleto.yml when that is not the root', async () => {
      const commit = repository.commit({ 'services/boletos/superbowleto.yml': 'x', other: 'y' });
      const directory = join(repository.folder, 'services/boletos');
      assert.deepEqual(await checkout(source({ directory }), commit), { 'superbowleto.yml': 'x' });
    });

    it('does not run a hook', async () => {
      const commit = repository.commit({ file: '1' });
      const witness = join(folder, 'hook-ran');
      repository.write({ '.git/hooks/post-checkout': `#!/bin/sh\ntouch ${witness}\n` });
      execFileSync('chmod', ['+x', join(repository.folder, '.git/hooks/post-checkout')]);
      await checkout(source(), commit);
      assert.equal(existsSync(witness), false);
    });

    it('keeps links as links', async () => {
      repository.write({ target: 'x' });
      symlinkSync('target', join(repository.folder, 'link'));
      const commit = repository.commit({});
      assert.deepEqual(await checkout(source(), commit), { target: 'x' });
    });

    it('refuses submodules', async () => {
      const other = new GitRepository();
      try {
        other.commit({ file: '1' });
        repository.git(
          '-c',
          'protocol.file.allow=always',
          'submodule',
          '--quiet',
          'add',
          other.folder,
          'vendor/other',
        );
        const commit = repository.commit({});
        await assert.rejects(checkout(source(), commit), {
          code: 'TREE_NOT_SUPPORTED',
          message: `Commit ${commit.slice(0, 12)} uses the submodule vendor/other, which sbw does not read. A deploy ships what is committed itself.`,
        });
      } finally {
        other.remove();
      }
    });

    it('refuses Git LFS', async () => {
      const commit = repository.commit({
        'assets/.gitattributes': '*.pdf filter=lfs diff=lfs merge=lfs -text\n',
      });
      await assert.rejects(checkout(source(), commit), {
        code: 'TREE_NOT_SUPPORTED',
        message: `Commit ${commit.slice(0, 12)} uses Git LFS (assets/.gitattributes), which sbw does not read. Its files would ship as pointers; commit them as they are.`,
      });
    });
  });

  describe('with scm.repository', () => {
    it('fetches what is new every time, and drops deleted branches', async () => {
      const first = repository.commit({ file: '1' });
      repository.git('branch', 'gone');
      const named = { repository: repository.folder, directory: folder };
      assert.equal(await source(named).resolve('gone'), first);
      const second = repository.commit({ file: '2' });
      repository.git('branch', '-D', 'gone');
      const later = source(named);
      assert.equal(await later.resolve('main'), second);
      assert.deepEqual(await checkout(later, second), { file: '2' });
      await assert.rejects(later.resolve('gone'), { code: 'UNKNOWN_REF' });
    });

    it('accepts a path relative to superbowleto.yml, and a URL', async () => {
      const commit = repository.commit({ file: '1' });
      const directory = join(repository.folder, 'below');
      repository.write({ 'below/superbowleto.yml': '' });
      assert.equal(await source({ repository: '..', directory }).resolve('main'), commit);
      assert.equal(
        await source({ repository: `file://${repository.folder}`, directory: folder }).resolve('main'),
        commit,
      );
    });

    it('says that the repository cannot be fetched, without the password in its URL', async () => {
      const named = { repository: 'http://ana:s3cret@127.0.0.1:1/boletos.git', directory: folder };
      await assert.rejects(source(named).resolve('main'), (error: Error & { code?: string }) => {
        assert.equal(error.code, 'REPOSITORY_UNREACHABLE');
        assert.match(
          error.message,
          /^The repository http:\/\/127\.0\.0\.1:1\/boletos\.git cannot be fetched: .*127\.0\.0\.1/,
        );
        assert.doesNotMatch(JSON.stringify([error.message, error.stack, error.cause]), /s3cret/);
        return true;
      });
    });
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
