import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import Diff from '../../../src/commands/diff/index.js';
import Invoke from '../../../src/commands/invoke/index.js';
import Logs from '../../../src/commands/logs/index.js';
import Open from '../../../src/commands/open/index.js';
import { start } from '../../functional/support/run.js';
import { type BundledCommands, bundleCommands } from '../../support/bundle-commands.js';
import { type DeployStage, startDeployStage } from '../../support/deploy-stage.js';
import { runCommand } from '../../support/run-command.js';
import { until } from '../../support/until.js';

const SOURCE = `exports.handler = async (event) => {
  console.log('called with ' + Object.keys(event));
  if (event.fail) throw new TypeError(event.fail);
  return { got: event };
};
`;

describe('sbw invoke, logs, diff and open', () => {
  let place: DeployStage;
  let tools: string;
  let bundle: BundledCommands;

  before(async () => {
    place = await startDeployStage();
    tools = join(place.stage.home, 'tools');
    mkdirSync(tools);
    bundle = await bundleCommands('logs');
    place.repository.commit({ 'src/index.js': SOURCE });
    await place.deploy('main');
  });
  after(async () => {
    bundle?.remove();
    await place?.remove();
  });

  const options = () => ({
    cwd: place.repository.folder,
    env: {
      SBW_HOME: place.stage.home,
      SBW_CACHE: place.cache,
      PATH: `${tools}${delimiter}${process.env.PATH}`,
    },
  });
  const sbw = (args: string[], input = '') => runCommand(Invoke, args, { ...options(), input });
  const logs = (...args: string[]) => runCommand(Logs, args, options());
  const open = (...args: string[]) => runCommand(Open, args, options());

  it('prints the answer of the function, and nothing else', async () => {
    const { code, stdout, stderr } = await sbw(['one', '--payload', '{"a":1}']);
    assert.deepEqual([code, stdout, stderr], [0, '{"got":{"a":1}}\n', '']);
  });

  it('reads the event from a file or standard input, so that no argument contains a secret', async () => {
    const file = join(place.stage.home, 'event.json');
    writeFileSync(file, '{"from":"file"}');
    const [fromFile, fromInput] = await Promise.all([
      sbw(['one', '--payload', `@${file}`]),
      sbw(['one', '--payload', '-'], '{"from":"input"}'),
    ]);
    assert.equal(fromFile.stdout, '{"got":{"from":"file"}}\n');
    assert.equal(fromInput.stdout, '{"got":{"from":"input"}}\n');
  });

  it('ends with 1 and the error of the function, after its log on standard error', async () => {
    const { code, stdout, stderr } = await sbw(['one', '--payload', '{"fail":"no such bank"}', '--logs']);
    assert.deepEqual([code, stdout], [1, '']);
    const lines = stderr.trim().split('\n');
    assert.match(lines[0] ?? '', /^START RequestId: /);
    assert.ok(
      lines.some((line) => line.endsWith('called with fail')),
      stderr,
    );
    assert.equal(lines.at(-1), 'Error: test-sample-one broke: TypeError: no such bank');
  });

  it('invokes the version that is named', async () => {
    const { stdout } = await sbw(['one', '--version', '1', '--json']);
    assert.deepEqual(JSON.parse(stdout), { version: '1', text: '"inert"', answer: 'inert' });
    const missing = await sbw(['one', '--version', '77']);
    assert.deepEqual(
      [missing.code, missing.stderr],
      [
        1,
        'Error: There is no function test-sample-one with an alias or version 77. What is there says: sbw status\n',
      ],
    );
  });

  it('refuses an event that is not JSON, without repeating it', async () => {
    const { code, stderr } = await sbw(['one', '--payload', '{"key":hunter2}']);
    assert.deepEqual(
      [code, stderr],
      [
        2,
        'Error: What --payload gives is not JSON. Give the event as JSON, as @FILE, or as - for standard input.\n',
      ],
    );
  });

  it('prints the logs of all functions, each line with its function', async () => {
    await Promise.all([sbw(['two', '--payload', '{"apple":1}']), sbw(['three', '--payload', '{"pear":1}'])]);
    const { code, stdout } = await logs('--filter', 'called with', '--since', '1h');
    assert.equal(code, 0);
    const lines = stdout.trim().split('\n');
    const times = lines.map((line) => line.slice(0, 24));
    assert.deepEqual(times, [...times].sort());
    for (const line of ['two    INFO  called with apple', 'three  INFO  called with pear']) {
      assert.ok(
        lines.some((found) => found.slice(26) === line),
        stdout,
      );
    }
  });

  it('prints the logs of one function or one release as one JSON list', async () => {
    const [first, other] = await Promise.all([
      logs('two', '--filter', 'called with apple', '--json'),
      logs('two', '--release', place.repository.git('rev-parse', 'main'), '--json'),
    ]);
    const [line] = JSON.parse(first.stdout);
    assert.equal(line.function, 'two');
    assert.equal(line.version, '2');
    assert.match(line.message, /^\S+Z\t\S+\tINFO\tcalled with apple$/);
    const versions = JSON.parse(other.stdout).map(({ version }: { version: string }) => version);
    assert.deepEqual([...new Set(versions)], ['2']);
  });

  it('follows the logs until Ctrl-C, and then ends without a message', async () => {
    const command = [
      bundle.entry,
      'logs',
      'index',
      'one',
      '--follow',
      '--since',
      '1h',
      '--filter',
      'called with',
    ];
    const following = start(process.execPath, command, options());
    await until(
      'the earlier calls are there',
      () => following.output().stdout.includes('called with a'),
      60_000,
    );
    await sbw(['one', '--payload', '{"kiwi":1}']);
    await until('the line is there', () => following.output().stdout.includes('called with kiwi'));
    following.child.kill('SIGINT');
    const { code, stdout, stderr } = await following.ended;
    assert.deepEqual([code, stderr], [130, '']);
    assert.equal(stdout.split('called with kiwi').length, 2);
  });

  it('lists the commits and files since the release in service', async () => {
    const live = place.repository.git('rev-parse', 'main').slice(0, 12);
    place.repository.commit({ 'src/more.js': 'one\ntwo\n', 'src/index.js': `${SOURCE}// end\n` }, 'Say more');
    const { code, stdout } = await runCommand(Diff, [], options());
    const commit = place.repository.git('rev-parse', 'main');
    const date = place.repository.git('log', '-1', '--format=%cI').slice(0, 10);
    assert.equal(code, 0);
    assert.equal(
      stdout,
      [
        `HEAD (commit ${commit}), and what is in service in test:`,
        '',
        `1 commit would come into service since ${live}:`,
        `  ${commit.slice(0, 12)}  ${date}  Tester  Say more`,
        '',
        `2 files differ from ${live}:`,
        '  changed  +1  -0  src/index.js',
        '  added    +2  -0  src/more.js',
        '',
      ].join('\n'),
    );
  });

  it('opens a function in the browser, and prints its URL', async () => {
    const shown = join(tools, 'shown');
    writeFileSync(join(tools, 'xdg-open'), `#!/bin/sh\necho "$@" > ${shown}\n`, { mode: 0o755 });
    const url =
      'https://us-east-1.console.aws.amazon.com/lambda/home?region=us-east-1#/functions/test-sample-one/aliases/current';
    const printed = await open('one', '--print');
    assert.deepEqual([printed.code, printed.stdout], [0, `${url}\n`]);
    assert.throws(() => readFileSync(shown), { code: 'ENOENT' });
    assert.equal((await open('one')).stdout, `${url}\n`);
    assert.equal(readFileSync(shown, 'utf8'), `${url}\n`);
  });
});
