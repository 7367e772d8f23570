import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { GitRepository } from '../../../support/git-repository.js';
import { useGitRepository } from './git-fixture.js';

describe('GitSource.checkout', () => {
  const fixture = useGitRepository();

  it('checks out the commit, and nothing of the working tree or the index', async () => {
    const commit = fixture.repository.commit({
      kept: 'committed',
      changed: 'committed',
      deleted: 'committed',
    });
    fixture.repository.commit({ later: 'later' });
    fixture.repository.write({ changed: 'dirty', staged: 'staged', untracked: 'untracked' });
    fixture.repository.git('add', 'staged');
    rmSync(join(fixture.repository.folder, 'deleted'));
    assert.deepEqual(await fixture.checkout(fixture.source(), commit), {
      kept: 'committed',
      changed: 'committed',
      deleted: 'committed',
    });
  });

  it('gives the same bytes whatever the settings of the machine', async () => {
    fixture.repository.write({ '.gitattributes': '* text=auto\n', file: 'a\nb\n' });
    const commit = fixture.repository.commit({});
    fixture.repository.git('config', 'core.autocrlf', 'true');
    const { HOME } = process.env;
    execFileSync('git', ['config', '--file', join(fixture.folder, '.gitconfig'), 'core.autocrlf', 'true']);
    process.env.HOME = fixture.folder;
    try {
      assert.equal((await fixture.checkout(fixture.source(), commit)).file, 'a\nb\n');
    } finally {
      process.env.HOME = HOME;
    }
  });

  it('returns the folder of superbowleto.yml when that is not the root', async () => {
    const commit = fixture.repository.commit({ 'services/boletos/superbowleto.yml': 'x', other: 'y' });
    const directory = join(fixture.repository.folder, 'services/boletos');
    assert.deepEqual(await fixture.checkout(fixture.source({ directory }), commit), {
      'superbowleto.yml': 'x',
    });
  });

  it('does not run a hook', async () => {
    const commit = fixture.repository.commit({ file: '1' });
    const witness = join(fixture.folder, 'hook-ran');
    fixture.repository.write({ '.git/hooks/post-checkout': `#!/bin/sh\ntouch ${witness}\n` });
    execFileSync('chmod', ['+x', join(fixture.repository.folder, '.git/hooks/post-checkout')]);
    await fixture.checkout(fixture.source(), commit);
    assert.equal(existsSync(witness), false);
  });

  it('keeps links as links', async () => {
    fixture.repository.write({ target: 'x' });
    symlinkSync('target', join(fixture.repository.folder, 'link'));
    const commit = fixture.repository.commit({});
    assert.deepEqual(await fixture.checkout(fixture.source(), commit), { target: 'x' });
  });

  it('refuses submodules', async () => {
    const other = new GitRepository();
    try {
      other.commit({ file: '1' });
      fixture.repository.git(
        '-c',
        'protocol.file.allow=always',
        'submodule',
        '--quiet',
        'add',
        other.folder,
        'vendor/other',
      );
      const commit = fixture.repository.commit({});
      await assert.rejects(fixture.checkout(fixture.source(), commit), {
        code: 'TREE_NOT_SUPPORTED',
        message: `Commit ${commit.slice(0, 12)} uses the submodule vendor/other, which sbw does not read. A deploy ships what is committed itself.`,
      });
    } finally {
      other.remove();
    }
  });

  it('refuses Git LFS', async () => {
    const commit = fixture.repository.commit({
      'assets/.gitattributes': '*.pdf filter=lfs diff=lfs merge=lfs -text\n',
    });
    await assert.rejects(fixture.checkout(fixture.source(), commit), {
      code: 'TREE_NOT_SUPPORTED',
      message: `Commit ${commit.slice(0, 12)} uses Git LFS (assets/.gitattributes), which sbw does not read. Its files would ship as pointers; commit them as they are.`,
    });
  });
});
