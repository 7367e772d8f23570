import assert from 'node:assert/strict';
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packArtifact } from '../../../../src/deploy/artifact/artifact.js';
import { findKept, keep } from '../../../../src/deploy/artifact/kept.js';
import { makeArtifact } from '../../../../src/deploy/artifact/make.js';
import type { DeployContext } from '../../../../src/deploy/context.js';
import { GitSource } from '../../../../src/deploy/git/git.js';
import { GitRepository } from '../../../support/git-repository.js';

describe('the artifact of a commit', () => {
  let root: string;
  let cache: string;
  let repository: GitRepository;
  const reported: string[] = [];

  before(() => {
    root = mkdtempSync(join(tmpdir(), 'sbw-kept-'));
    repository = new GitRepository();
    repository.commit({ 'index.js': '1', 'migrations.json': '["1-first"]' });
  });
  after(() => {
    repository.remove();
    rmSync(root, { recursive: true, force: true });
  });
  beforeEach(() => {
    cache = mkdtempSync(join(root, 'cache-'));
    reported.length = 0;
  });

  /** Makes the artifact of HEAD. @param build shell command that runs after the build, which counts its runs */
  async function make(build = 'true', globs = ['**/*']) {
    const command = `echo run >> ${cache}/runs && mkdir out && cp index.js migrations.json out/ && ${build}`;
    const project = {
      directory: repository.folder,
      service: 'sample',
      build: { type: 'command', lockfile: 'x', command, output: 'out' },
      deploy: { package: globs },
    };
    const report = (line: string) => void reported.push(line);
    const context = {
      project,
      cache,
      report,
      signal: new AbortController().signal,
    } as unknown as DeployContext;
    const source = new GitSource({ type: 'git' }, context);
    return await makeArtifact(context, source, await source.resolve('HEAD'));
  }

  const runs = () => readFileSync(join(cache, 'runs'), 'utf8').split('\n').length - 1;
  const artifacts = () => readdirSync(join(cache, 'artifacts')).map((name) => join(cache, 'artifacts', name));

  it('is built once on a machine, and reused as it was made', async () => {
    const made = await make();
    const again = await make();
    assert.deepEqual(again, made);
    assert.deepEqual(made.migrations, ['1-first']);
    assert.equal(runs(), 1);
    assert.match(reported.at(-1) ?? '', /^Commit [0-9a-f]{12} has been built on this machine before/);
  });

  it('is built again for another command, other files or another commit', async () => {
    const first = await make();
    assert.notEqual((await make('echo 2 > out/index.js')).digest, first.digest);
    assert.deepEqual((await make('true', ['index.js'])).paths, ['index.js']);
    repository.commit({ 'index.js': '3' });
    assert.notEqual((await make()).digest, first.digest);
    assert.equal(runs(), 4);
  });

  it('is built again when the kept one is damaged', async () => {
    const made = await make();
    appendFileSync(join(artifacts()[0] ?? '', 'artifact.zip'), 'x');
    assert.deepEqual(await make(), made);
    assert.equal(runs(), 2);
    assert.deepEqual(await make(), made);
    assert.equal(runs(), 2);
  });

  it('is not kept when its build fails', async () => {
    await assert.rejects(make('false'), { code: 'BUILD_FAILED' });
    await assert.rejects(make('false'), { code: 'BUILD_FAILED' });
    assert.equal(runs(), 2);
  });

  it('is removed when twenty others were used since, and is readable by its owner only', async () => {
    const making = (commit: string) => ({ commit, service: 's', directory: root, build: {}, globs: [] });
    const artifact = await packArtifact(repository.folder, {
      service: 's',
      commit: 'c',
      globs: ['index.js'],
    });
    await keep(cache, making('first'), artifact);
    const aged = new Date(Date.now() - 60_000);
    utimesSync(artifacts()[0] ?? '', aged, aged);
    for (let count = 1; count <= 20; count += 1) await keep(cache, making(`other ${count}`), artifact);
    assert.equal(artifacts().length, 20);
    assert.equal(await findKept(cache, making('first')), undefined);
    assert.deepEqual(await findKept(cache, making('other 1')), artifact);
    for (const folder of artifacts()) assert.equal(statSync(folder).mode & 0o777, 0o700);
  });
});
