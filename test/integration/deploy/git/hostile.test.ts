import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitSource } from '../../../../src/deploy/git/git.js';
import { GitRepository } from '../../../support/git-repository.js';

describe('GitSource with a hostile repository', () => {
  let repository: GitRepository;
  let folder: string;
  let reported: string[];
  const { HOME } = process.env;

  beforeEach(() => {
    repository = new GitRepository();
    folder = mkdtempSync(join(tmpdir(), 'sbw-hostile-'));
    reported = [];
  });
  afterEach(() => {
    process.env.HOME = HOME;
    repository.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  function source(repositoryName?: string, directory = repository.folder): GitSource {
    const named = repositoryName === undefined ? {} : { repository: repositoryName };
    return new GitSource(
      { type: 'git', ...named },
      {
        project: { directory },
        cache: join(folder, 'cache'),
        report: (line) => reported.push(line),
        signal: new AbortController().signal,
      },
    );
  }

  const emptyTree = () => mkdtempSync(join(folder, 'tree-'));
  /** A command of the repository creates this file if it runs. */
  const witness = () => join(folder, 'a-command-ran');
  const hasRun = () => existsSync(witness());

  describe('names', () => {
    it('does not resolve a full id to a branch of that name', async () => {
      const commit = repository.commit({ file: '1' });
      const id = 'a'.repeat(40);
      repository.git('update-ref', `refs/heads/${id}`, commit);
      await assert.rejects(source().resolve(id), { code: 'UNKNOWN_REF' });
      assert.equal(await source().resolve(`refs/heads/${id}`), commit);
    });

    it('refuses a branch whose name is the prefix of another commit', async () => {
      const first = repository.commit({ file: '1' });
      const second = repository.commit({ file: '2' });
      const name = first.slice(0, 8);
      repository.git('update-ref', `refs/heads/${name}`, second);
      await assert.rejects(source().resolve(name), {
        code: 'AMBIGUOUS_REF',
        message: `"${name}" is a name in ${repository.folder} and the beginning of another commit. Give the full id: ${second} is the named one, ${first} the other.`,
      });
      assert.equal(await source().resolve(first), first);
    });

    it('resolves a name that a branch, a tag and a commit share when all are the same commit', async () => {
      const commit = repository.commit({ file: '1' });
      const name = commit.slice(0, 8);
      repository.git('tag', '-a', name, '-m', 'annotated');
      repository.git('update-ref', `refs/heads/${name}`, commit);
      assert.equal(await source().resolve(name), commit);
    });

    it('checks out the commit itself, not its replacement in refs/replace', async () => {
      const asked = repository.commit({ file: 'reviewed' });
      const other = repository.commit({ file: 'smuggled' });
      repository.git('replace', asked, other);
      const tree = emptyTree();
      await source().checkout(await source().resolve(asked), tree);
      assert.equal(readFileSync(join(tree, 'file'), 'utf8'), 'reviewed');
    });
  });

  describe('location', () => {
    for (const location of [
      '--upload-pack=touch x',
      '-x',
      'ext::sh -c touch% x',
      'fd::17',
      '',
      'ssh://-oProxyCommand=x/y',
      'a\nb',
    ]) {
      it(`refuses ${JSON.stringify(location)}`, async () => {
        await assert.rejects(source(location).resolve('main'), {
          code: 'REPOSITORY_INVALID',
          exitCode: 2,
          message: `"${location}" cannot be a repository. Give a path, a URL (https://…, ssh://…, file://…) or user@host:path.`,
        });
      });
    }

    it('keeps the password of its URL out of the mirror, the error and the progress', async () => {
      repository.commit({ file: '1' });
      // git ignores user and password in a file URL.
      const url = `file://ana:s3cret@localhost${repository.folder}`;
      let message = '';
      await assert.rejects(source(url).resolve('nothing'), (error: Error & { code?: string }) => {
        assert.equal(error.code, 'UNKNOWN_REF');
        message = error.message;
        return true;
      });
      assert.match(message, /file:\/\/localhost/);
      const cache = join(folder, 'cache');
      const files = readdirSync(cache, { recursive: true, withFileTypes: true, encoding: 'utf8' })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
      assert.ok(files.length > 0 && reported.length > 0, `${files.length} files, ${reported.length} lines`);
      assert.doesNotMatch([message, ...reported, ...files].join('\n'), /s3cret/);
    });
  });

  describe('commands', () => {
    it('runs no command that its configuration names', async () => {
      const command = join(folder, 'command.sh');
      repository.write({ 'hooks/post-checkout': `#!/bin/sh\ntouch ${witness()}\n` });
      chmodSync(join(repository.folder, 'hooks/post-checkout'), 0o755);
      symlinkSync(join(repository.folder, 'hooks/post-checkout'), command);
      const commit = repository.commit({ file: '1' });
      for (const name of [
        'core.fsmonitor',
        'core.sshCommand',
        'core.pager',
        'core.alternateRefsCommand',
        'gpg.program',
      ]) {
        repository.git('config', name, command);
      }
      repository.git('config', 'core.hooksPath', join(repository.folder, 'hooks'));
      repository.git('config', 'log.showSignature', 'true');
      await source().checkout(await source().resolve('main'), emptyTree());
      await source().range(commit, commit);
      assert.equal(hasRun(), false);
    });

    it('runs no filter, and reports that', async () => {
      process.env.HOME = folder;
      const filter = `touch ${witness()}; cat`;
      for (const where of [join(folder, '.gitconfig'), join(repository.folder, '.git/config')]) {
        execFileSync('git', ['config', '--file', where, 'filter.crypt.smudge', filter]);
      }
      const commit = repository.commit({
        '.gitattributes': '# filter=lfs\n*.key filter=crypt export-subst\n',
        'a.key': '$Format:%H$',
      });
      const tree = emptyTree();
      await source().checkout(commit, tree);
      assert.equal(readFileSync(join(tree, 'a.key'), 'utf8'), '$Format:%H$');
      assert.equal(hasRun(), false);
      assert.deepEqual(reported, [
        'The filter "crypt" of .gitattributes is not run: its files are built as they are committed',
      ]);
    });

    it('fetches nothing for a partial clone, and says what to do', async () => {
      repository.git('config', 'uploadpack.allowFilter', 'true');
      const commit = repository.commit({ file: '1' });
      const partial = join(folder, 'partial');
      const url = `file://${repository.folder}`;
      execFileSync('git', ['clone', '--quiet', '--no-checkout', '--filter=blob:none', url, partial]);
      await assert.rejects(source(undefined, partial).checkout(commit, emptyTree()), {
        code: 'TREE_INCOMPLETE',
        message: `${partial} does not have all of commit ${commit.slice(0, 12)}: file. It is a partial clone: deploy from where it was cloned, by --source or scm.repository, or fetch the rest: git fetch --refetch --no-filter`,
      });
    });

    it('refuses a damaged repository, where git itself only leaves out a file', async () => {
      const commit = repository.commit({ file: '1', 'other/file': '2' });
      const blob = repository.git('rev-parse', 'HEAD:other/file');
      rmSync(join(repository.folder, '.git/objects', blob.slice(0, 2), blob.slice(2)));
      await assert.rejects(source().checkout(commit, emptyTree()), {
        code: 'TREE_INCOMPLETE',
        message: `${repository.folder} does not have all of commit ${commit.slice(0, 12)}: other/file. It is damaged: see git fsck.`,
      });
    });
  });

  describe('paths', () => {
    for (const path of ['../outside', '.git/hooks/post-checkout']) {
      it(`checks out nothing for ${path}`, async () => {
        const blob = hash(repository, 'blob', 'x');
        const tree = hash(
          repository,
          'tree',
          Buffer.concat([Buffer.from(`100755 ${path}\0`), Buffer.from(blob, 'hex')]),
        );
        const commit = repository.git('commit-tree', tree, '-m', 'hostile');
        const target = emptyTree();
        await assert.rejects(source().checkout(commit, target), /invalid path/);
        assert.equal(existsSync(join(target, path)), false);
      });
    }

    it('writes no file through a symbolic link', async () => {
      const blob = hash(repository, 'blob', 'x');
      const link = hash(repository, 'blob', folder);
      const inner = hash(repository, 'tree', entry('100644', 'outside', blob));
      const tree = hash(
        repository,
        'tree',
        Buffer.concat([entry('120000', 'a', link), entry('40000', 'a', inner)]),
      );
      const commit = repository.git('commit-tree', tree, '-m', 'hostile');
      const target = emptyTree();
      await source().checkout(commit, target);
      // git replaces the link by the folder of the same name.
      assert.ok(lstatSync(join(target, 'a')).isDirectory());
      assert.equal(readFileSync(join(target, 'a/outside'), 'utf8'), 'x');
      assert.equal(existsSync(join(folder, 'outside')), false);
    });

    it('refuses a folder of superbowleto.yml that is a symbolic link in the commit', async () => {
      repository.write({ 'services/boletos/superbowleto.yml': 'x' });
      const directory = join(repository.folder, 'services/boletos');
      const later = repository.commit({});
      repository.git('rm', '--quiet', '-r', 'services');
      symlinkSync(folder, join(repository.folder, 'services'));
      const linked = repository.commit({});
      repository.git('checkout', '--quiet', later);
      await assert.rejects(source(undefined, directory).checkout(linked, emptyTree()), {
        code: 'FOLDER_MISSING',
        message: `Commit ${linked.slice(0, 12)} has no folder services/boletos/, where superbowleto.yml lies here.`,
      });
    });
  });
});

const entry = (mode: string, name: string, id: string) =>
  Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(id, 'hex')]);

/** Writes an object that git itself would not make. */
function hash({ folder }: GitRepository, type: string, input: string | Buffer): string {
  const args = ['hash-object', '-t', type, '-w', '--literally', '--stdin'];
  return execFileSync('git', args, { cwd: folder, input, encoding: 'utf8' }).trim();
}
