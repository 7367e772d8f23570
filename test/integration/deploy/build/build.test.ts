import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildTree } from '../../../../src/deploy/build/build.js';
import type { BuildDefinition } from '../../../../src/project/index.js';
import { until } from '../../../support/until.js';

const buildOnce = fileURLToPath(new URL('../../../support/build-once.ts', import.meta.url));

describe('buildTree', () => {
  let folder: string;
  let cache: string;
  let reported: string[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sbw-build-'));
    cache = join(folder, 'cache');
    mkdirSync(cache);
    reported = [];
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Makes a clean tree with a lockfile. */
  function tree(lockfile = '{}'): string {
    const path = mkdtempSync(join(folder, 'tree-'));
    writeFileSync(join(path, 'package-lock.json'), lockfile);
    return path;
  }

  async function build(
    tree: string,
    definition: Partial<BuildDefinition> = {},
    signal = new AbortController().signal,
  ): Promise<string> {
    const defaults = {
      type: 'command',
      lockfile: 'package-lock.json',
      command: 'mkdir -p out',
      output: 'out',
    } as const;
    const context = { cache, report: (line: string) => reported.push(line), signal };
    return await buildTree({ ...defaults, ...definition }, tree, context);
  }

  /** Returns an install command that counts its runs and makes one package. */
  const install = () =>
    `echo x >> ${join(folder, 'installs')} && mkdir -p node_modules/dep && echo 1 > node_modules/dep/index.js`;
  const installs = () => readFileSync(join(folder, 'installs'), 'utf8').length / 2;

  it('returns the folder that the command wrote, and reports its output', async () => {
    const where = tree();
    const output = await build(where, { command: 'mkdir out && echo one && echo two >&2' });
    assert.equal(output, join(where, 'out'));
    assert.deepEqual(reported.slice(1).sort(), ['  one', '  two']);
  });

  it('reports each line while the command still runs', async () => {
    const gate = join(folder, 'gate');
    const command = `mkdir out && echo waiting && while ! test -e ${gate}; do sleep 0.05; done`;
    const running = build(tree(), { command });
    await until('the line is reported', () => reported.includes('  waiting'));
    writeFileSync(gate, '');
    await running;
  });

  it('reports the last twenty lines of a failed build', async () => {
    const failing = build(tree(), { command: 'for i in $(seq 1 30); do echo line $i; done; exit 3' });
    await assert.rejects(failing, (error: Error) => {
      assert.ok(error.message.includes('ended with code 3. Its last lines:\n  line 11\n'), error.message);
      assert.ok(error.message.endsWith('\n  line 30'));
      return true;
    });
  });

  it('installs once per lockfile, and links the packages', async () => {
    const first = tree();
    await build(first, { install: install() });
    const second = tree();
    await build(second, { install: install() });
    assert.equal(installs(), 1);
    for (const where of [first, second]) {
      assert.ok(lstatSync(join(where, 'node_modules/dep')).isSymbolicLink());
      assert.equal(readFileSync(join(where, 'node_modules/dep/index.js'), 'utf8'), '1\n');
    }
  });

  it('installs again for another lockfile', async () => {
    await build(tree('{"a":1}'), { install: install() });
    await build(tree('{"a":2}'), { install: install() });
    assert.equal(installs(), 2);
  });

  it('builds in two processes that install at the same time', async () => {
    const outputs = await Promise.all([1, 2].map(() => build(tree(), { install: install() })));
    for (const output of outputs) assert.ok(existsSync(join(output, '../node_modules/dep/index.js')));
    assert.equal(readdirSync(join(cache, 'dependencies')).length, 1);
  });

  it('caches nothing of a failed install', async () => {
    const failing = `mkdir -p node_modules/half && exit 1`;
    await assert.rejects(build(tree(), { install: failing }), {
      code: 'BUILD_FAILED',
      message: `The install of dependencies failed, and nothing was deployed: "${failing}" ended with code 1.`,
    });
    assert.equal(existsSync(join(cache, 'dependencies')), false);
  });

  it('does not cache the links of a workspace, which are valid in its own tree only', async () => {
    const where = tree();
    const linking = `${install()} && mkdir -p packages/own && ln -s ../packages/own node_modules/own`;
    await build(where, { install: linking });
    assert.equal(lstatSync(join(where, 'node_modules/dep')).isSymbolicLink(), false);
    assert.equal(existsSync(join(cache, 'dependencies')), false);
  });

  it('does not cache what a build adds to node_modules', async () => {
    const adding = 'mkdir -p out node_modules/.cache && cp node_modules/dep/index.js node_modules/.cache/';
    await build(tree(), { install: install() });
    await build(tree(), { install: install(), command: adding });
    const third = tree();
    await build(third, { install: install() });
    assert.equal(installs(), 1);
    assert.deepEqual(readdirSync(join(third, 'node_modules')), ['dep']);
  });

  it('installs again after a build that changed the cached packages', async () => {
    const patching = 'mkdir out && echo patched > node_modules/dep/index.js';
    await build(tree(), { install: install(), command: patching });
    const next = tree();
    await build(next, { install: install() });
    assert.equal(installs(), 2);
    assert.equal(readFileSync(join(next, 'node_modules/dep/index.js'), 'utf8'), '1\n');
  });

  it('caches nothing of an install whose sbw was killed, nor what it writes afterwards', async () => {
    const half = join(folder, 'half');
    const go = join(folder, 'go');
    const slow = `test -e ${go} || { mkdir -p node_modules/half && touch ${half}; while ! test -e ${go}; do sleep 0.05; done; }; ${install()}`;
    const settings = JSON.stringify({ cache, install: slow });
    const killed = spawn(process.execPath, ['--import', 'tsx', buildOnce, settings]);
    await until('the install is half done', () => existsSync(half));
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    assert.equal(readdirSync(join(cache, 'work')).length, 1);
    writeFileSync(go, '');
    const next = tree();
    await build(next, { install: slow });
    assert.deepEqual(readdirSync(join(next, 'node_modules')), ['dep']);
    assert.equal(readdirSync(join(cache, 'dependencies')).length, 1);
  });

  it('says that the commit has no lockfile', async () => {
    const where = mkdtempSync(join(folder, 'tree-'));
    await assert.rejects(build(where, { install: install() }), {
      code: 'LOCKFILE_MISSING',
      message:
        'The commit has no package-lock.json, which decides what is installed. Commit it, or set build.lockfile.',
    });
  });

  it('refuses an output outside the tree, by a path or by a link', async () => {
    for (const [output, command] of [
      ['../cache', 'true'],
      ['out', 'ln -s / out'],
    ] as const) {
      await assert.rejects(build(tree(), { output, command }), {
        code: 'BUILD_FAILED',
        message: `build.output is ${output}, which leads out of the tree that was built, and nothing was deployed.`,
      });
    }
  });

  it('ends every process that the command started when it is interrupted', async () => {
    const interruption = new AbortController();
    const pidFile = join(folder, 'pid');
    const command = `sh -c 'echo $$ > ${pidFile}.draft && mv ${pidFile}.draft ${pidFile}; exec tail -f /dev/null'; true`;
    const building = build(tree(), { command }, interruption.signal);
    await until('the command has started', () => existsSync(pidFile));
    interruption.abort(new Error('interrupted by the test'));
    await assert.rejects(building, { message: 'interrupted by the test' });
    const pid = Number(readFileSync(pidFile, 'utf8'));
    await until('its process is gone', () => !isRunning(pid));
  });
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
