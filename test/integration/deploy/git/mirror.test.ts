import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitSource } from '../../../../src/deploy/git/git.js';
import { GitRepository } from '../../../support/git-repository.js';

describe('the mirror of a repository', () => {
  let repository: GitRepository;
  let folder: string;

  beforeEach(() => {
    repository = new GitRepository();
    folder = mkdtempSync(join(tmpdir(), 'sbw-mirror-'));
  });
  afterEach(() => {
    repository.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const cache = () => join(folder, 'cache');
  function source(named = repository.folder): GitSource {
    return new GitSource(
      { type: 'git', repository: named },
      {
        project: { directory: folder },
        cache: cache(),
        report: () => undefined,
        signal: new AbortController().signal,
      },
    );
  }

  /** Returns the folder of the only mirror. */
  function mirror(): string {
    const names = readdirSync(join(cache(), 'repositories'));
    assert.equal(names.length, 1, names.join());
    return join(cache(), 'repositories', names[0] ?? '');
  }

  it('is refused when the cache is not a folder', async () => {
    repository.commit({ file: '1' });
    writeFileSync(cache(), '');
    await assert.rejects(source().resolve('main'), { code: 'CACHE_NOT_WRITABLE' });
  });

  it('follows a force-pushed branch, and keeps the earlier commit', async () => {
    repository.commit({ file: '1' });
    const before = repository.commit({ file: '2' });
    assert.equal(await source().resolve('main'), before);
    repository.git('reset', '--quiet', '--hard', 'HEAD~1');
    const after = repository.commit({ file: '3' });
    const later = source();
    assert.equal(await later.resolve('main'), after);
    const { relation, ahead, behind } = await later.range(before, after);
    assert.deepEqual({ relation, ahead, behind }, { relation: 'diverged', ahead: 1, behind: 1 });
  });

  it('resolves HEAD of the repository, even if no branch contains it', async () => {
    repository.commit({ file: '1' });
    repository.git('checkout', '--quiet', '--detach');
    const detached = repository.commit({ file: '2' });
    const repositorySource = source();
    assert.equal(await repositorySource.resolve('HEAD'), detached);
    const tree = mkdtempSync(join(folder, 'tree-'));
    await repositorySource.checkout(detached, tree);
    assert.equal(readFileSync(join(tree, 'file'), 'utf8'), '2');
  });

  it('says that the repository has no commit yet', async () => {
    await assert.rejects(source().resolve('HEAD'), {
      code: 'UNKNOWN_REF',
      message: `${repository.folder} has no HEAD that is a commit. Name a branch, a tag or a commit.`,
    });
  });

  it('is made and updated from a shallow clone', async () => {
    repository.commit({ file: '1' });
    const second = repository.commit({ file: '2' });
    const shallow = join(folder, 'shallow');
    execFileSync('git', ['clone', '--quiet', '--depth=1', `file://${repository.folder}`, shallow]);
    assert.equal(await source(shallow).resolve('main'), second);
    const third = repository.commit({ file: '3' });
    execFileSync('git', ['fetch', '--quiet', '--depth=1', 'origin', 'main:next'], { cwd: shallow });
    assert.equal(await source(shallow).resolve('next'), third);
  });

  it('is complete when several make it at once, and when several update it at once', async () => {
    const first = repository.commit({ file: '1' });
    assert.deepEqual(await Promise.all([1, 2, 3].map(() => source().resolve('main'))), [first, first, first]);
    const second = repository.commit({ file: '2' });
    assert.deepEqual(await Promise.all([1, 2, 3].map(() => source().resolve('main'))), [
      second,
      second,
      second,
    ]);
    mirror();
  });

  it('is replaced when a killed fetch left a lock in it', async function () {
    this.timeout(30_000);
    await source().resolve(repository.commit({ file: '1' }));
    writeFileSync(join(mirror(), 'refs/heads/main.lock'), '');
    const second = repository.commit({ file: '2' });
    assert.equal(await source().resolve('main'), second);
    assert.equal(existsSync(join(mirror(), 'refs/heads/main.lock')), false);
  });

  it('is replaced when it is broken', async () => {
    const commit = repository.commit({ file: '1' });
    await source().resolve(commit);
    rmSync(join(mirror(), 'HEAD'));
    assert.equal(await source().resolve('main'), commit);
    assert.ok(existsSync(join(mirror(), 'HEAD')));
  });
});
