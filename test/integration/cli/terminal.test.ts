import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listReleases } from '../../../src/operations/index.js';
import { run } from '../../functional/support/run.js';
import { type BundledCommands, bundleCommands } from '../../support/bundle-commands.js';
import { answering, type DeployStage, projectFile, startDeployStage } from '../../support/deploy-stage.js';
import {
  type AtTerminal,
  noPseudoTerminal,
  SETTINGS,
  startAtTerminal,
} from '../../support/pseudo-terminal.js';
import { skipBecause } from '../../support/skip.js';
import { until } from '../../support/until.js';

describe('sbw deploy at a terminal', () => {
  let place: DeployStage;
  let bundle: BundledCommands;
  let guarded: string;

  before(async function () {
    const reason = noPseudoTerminal();
    if (reason) skipBecause(this, reason);
    [place, bundle] = await Promise.all([startDeployStage(), bundleCommands('deploy')]);
    guarded = join(place.repository.folder, 'protected.yml');
    const text = projectFile(place.stage.home).replace(
      'default_environment: test',
      'default_environment: other',
    );
    const environment = text.slice(text.indexOf('  test:\n'));
    const other = environment.replace('  test:', '  other:');
    writeFileSync(guarded, `${text.replace('  test:\n', '  test:\n    protected: true\n')}${other}`);
  });
  after(async () => {
    bundle?.remove();
    await place?.remove();
  });

  const command = (...args: string[]) => [process.execPath, bundle.entry, 'deploy', 'index', ...args];
  function environment(): NodeJS.ProcessEnv {
    const quiet = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', CI: undefined };
    return { ...quiet, SBW_CACHE: place.cache, TERM: 'xterm-256color' };
  }
  function deployAt(...args: string[]): AtTerminal {
    return startAtTerminal(command(...args), { cwd: place.repository.folder, env: environment() });
  }
  const releases = async () =>
    (await listReleases({ dynamodb: place.connection.dynamodb, table: 'operations' }, 'test')).length;
  /** Asserts that echo and line editing are on, and that a hidden cursor was shown again. */
  function verifySane(shown: string): void {
    const [drawn = '', settings = ''] = shown.split(SETTINGS);
    assert.match(settings, / icanon /);
    assert.match(settings, / echo /);
    assert.ok(drawn.lastIndexOf('\u001b[?25l') <= drawn.lastIndexOf('\u001b[?25h'), JSON.stringify(drawn));
  }

  it('shows the plan of a protected environment, asks for its name, and shows each step with its time', async () => {
    const { shown, type, ended } = deployAt(guarded, '--env', 'test', '--ref', 'main');
    await until('it asks', () => shown().includes('Type test to go on:'), 60_000);
    assert.equal(await releases(), 0);
    assert.match(shown(), /would change 6 of 6 functions in test/);
    type('test\r');
    const { code } = await ended;
    assert.equal(code, 0, shown());
    for (const step of [
      'Build',
      'Store the artifact',
      'Publish a version of every function',
      'Move the aliases',
    ]) {
      assert.match(shown(), new RegExp(`\u001b\\[32m✔\u001b\\[39m ${step} {2}\u001b\\[2m\\d+\\.\\d s`));
    }
    assert.equal(await releases(), 1);
    verifySane(shown());
  });

  it('changes nothing when another name is typed', async () => {
    const { shown, type, ended } = deployAt(guarded, '--env', 'test', '--ref', 'main');
    await until('it asks', () => shown().includes('Type test to go on:'), 60_000);
    type('tset\r');
    const { code } = await ended;
    assert.equal(code, 2, shown());
    assert.match(
      shown(),
      /"tset" is not the environment's name; nothing was changed\. Pass --confirm test\./,
    );
    assert.equal(await releases(), 1);
    verifySane(shown());
  });

  it('restores the terminal and changes nothing after Ctrl-C during a build', async () => {
    const slow = 'echo compiling; sleep 300';
    const file = readFileSync(guarded, 'utf8').replace(
      /command: .*, output/,
      `command: ${JSON.stringify(slow)}, output`,
    );
    writeFileSync(guarded, file);
    const { shown, type, ended } = deployAt(guarded, '--env', 'test', '--ref', 'main', '--confirm', 'test');
    await until('it builds', () => shown().includes('    compiling'), 60_000);
    type('\u0003');
    const { code } = await ended;
    assert.equal(code, 130, shown());
    assert.match(shown(), /✖\S* Build/);
    assert.match(shown(), /Error: Interrupted by SIGINT\. Running the same command again goes on\./);
    verifySane(shown());
  });

  it('prints plain lines with times without a terminal, and one document on standard output', async () => {
    const folder = join(place.stage.home, 'elsewhere');
    mkdirSync(folder);
    place.repository.commit({ 'src/index.js': answering('again') });
    const file = join(place.repository.folder, 'superbowleto.yml');
    const [node = '', ...args] = command(file, '--env', 'test', '--ref', 'main', '--json');
    const { code, stdout, stderr } = await run(node, args, { cwd: folder, env: environment() });
    assert.equal(code, 0, stderr);
    assert.equal(JSON.parse(stdout).state, 'released');
    const lines = stderr.trimEnd().split('\n');
    assert.deepEqual(
      lines.filter((line) => !/^ *(\d+ m )?[\d.]+ s {2}\S?/.test(line)),
      [],
    );
    assert.ok(
      lines.some((line) => /Move the aliases: done in \d+\.\d s$/.test(line)),
      stderr,
    );
    assert.ok(!stderr.includes('\u001b'), JSON.stringify(stderr));
    const actions = { ...environment(), GITHUB_ACTIONS: 'true' };
    const annotated = await run(node, args, { cwd: folder, env: actions });
    assert.match(annotated.stderr, /^::group::Store the artifact$[\s\S]*^::endgroup::$/m);
    assert.match(annotated.stderr, /^::notice::Deploy of main to test: unchanged$/m);
    assert.equal(JSON.parse(annotated.stdout).state, 'unchanged');
  });
});
