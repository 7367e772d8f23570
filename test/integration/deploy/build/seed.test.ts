import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildTree } from '../../../../src/deploy/build/build.js';
import { seedDependencyCache } from '../../../../src/deploy/index.js';
import { loadProject } from '../../../../src/project/index.js';
import { projectFile } from '../../../support/deploy-stage.js';

const dep = { version: '1.0.0', integrity: 'sha512-of-dep' };
const other = { version: '2.0.0', integrity: 'sha512-of-other', optional: true };

describe('seedDependencyCache', () => {
  let root: string;
  let variables: NodeJS.ProcessEnv;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'sbw-seed-'));
    variables = { SBW_CACHE: join(root, 'cache') };
    write('superbowleto.yml', projectFile('/home').replace('build: {', 'build: { install: "exit 1",'));
    write(
      'package-lock.json',
      JSON.stringify({ packages: { '': {}, 'node_modules/dep': dep, 'node_modules/other': other } }),
    );
    installed({ 'node_modules/dep': dep });
    write('node_modules/dep/index.js', '1');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function write(name: string, text: string): void {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }

  const installed = (packages: Record<string, unknown>) =>
    write('node_modules/.package-lock.json', JSON.stringify({ packages }));

  it('caches what is installed, so that the first build installs nothing', async () => {
    assert.equal(await seedDependencyCache(root, variables), true);
    const { build } = await loadProject(join(root, 'superbowleto.yml'));
    const tree = join(root, 'tree');
    write('tree/package-lock.json', readFileSync(join(root, 'package-lock.json'), 'utf8'));
    write('tree/src/index.js', '');
    const context = {
      cache: join(root, 'cache'),
      report: () => undefined,
      signal: new AbortController().signal,
    };
    await buildTree(build, tree, context);
    assert.equal(readFileSync(join(tree, 'node_modules/dep/index.js'), 'utf8'), '1');
  });

  it('copies the packages: a later edit of node_modules is never deployed', async () => {
    await seedDependencyCache(root, variables);
    write('node_modules/dep/index.js', 'edited');
    const [key = ''] = readdirSync(join(root, 'cache/dependencies'));
    const kept = join(root, 'cache/dependencies', key, 'node_modules/dep/index.js');
    assert.equal(readFileSync(kept, 'utf8'), '1');
  });

  it('does nothing when they are cached already', async () => {
    await seedDependencyCache(root, variables);
    assert.equal(await seedDependencyCache(root, variables), false);
  });

  it('does nothing when another version is installed than the lockfile says', async () => {
    installed({ 'node_modules/dep': { ...dep, version: '1.0.1' } });
    assert.equal(await seedDependencyCache(root, variables), false);
    assert.equal(existsSync(join(root, 'cache')), false);
  });

  it('does nothing when a package is missing', async () => {
    installed({});
    assert.equal(await seedDependencyCache(root, variables), false);
  });

  it('does nothing when more is installed than the lockfile says', async () => {
    installed({ 'node_modules/dep': dep, 'node_modules/extra': dep });
    assert.equal(await seedDependencyCache(root, variables), false);
  });

  it('does nothing without a lockfile, as in the published package', async () => {
    rmSync(join(root, 'package-lock.json'));
    assert.equal(await seedDependencyCache(root, variables), false);
  });
});
