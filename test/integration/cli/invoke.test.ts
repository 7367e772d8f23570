import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Outcome, run } from '../../functional/support/run.js';
import { type BundledCommands, bundleCommands } from '../../support/bundle-commands.js';
import { type DeployStage, startDeployStage } from '../../support/deploy-stage.js';

const SOURCE = `exports.handler = async (event) => {
  console.log('called with ' + Object.keys(event));
  if (event.fail) throw new TypeError(event.fail);
  return { got: event };
};
`;

describe('sbw invoke', () => {
  let place: DeployStage;
  let bundle: BundledCommands;

  before(async () => {
    [place, bundle] = await Promise.all([startDeployStage(), bundleCommands('invoke')]);
    place.repository.commit({ 'src/index.js': SOURCE });
    await place.deploy('main');
  });
  after(async () => {
    bundle?.remove();
    await place?.remove();
  });

  function sbw(args: string[], input?: string): Promise<Outcome> {
    const env = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
    const options = { cwd: place.repository.folder, env, ...(input === undefined ? {} : { input }) };
    return run(process.execPath, [bundle.entry, 'invoke', 'index', ...args], options);
  }

  it('prints what the function answers, and nothing else', async () => {
    const { code, stdout, stderr } = await sbw(['one', '--payload', '{"a":1}']);
    assert.deepEqual([code, stdout, stderr], [0, '{"got":{"a":1}}\n', '']);
  });

  it('takes the event from a file and from standard input, so that no argument need hold a secret', async () => {
    const file = join(place.repository.folder, 'event.json');
    writeFileSync(file, '{"from":"file"}');
    const [fromFile, fromInput] = await Promise.all([
      sbw(['one', '--payload', `@${file}`]),
      sbw(['one', '--payload', '-'], '{"from":"input"}'),
    ]);
    assert.equal(fromFile.stdout, '{"got":{"from":"file"}}\n');
    assert.equal(fromInput.stdout, '{"got":{"from":"input"}}\n');
  });

  it('ends with 1, the type and the message of what the function threw, its log before on standard error', async () => {
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

  it('calls the version that is named', async () => {
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

  it('refuses what is no JSON without repeating it, and a function that is not there', async () => {
    const [secret, unknown] = await Promise.all([sbw(['one', '--payload', '{"key":hunter2}']), sbw(['tow'])]);
    assert.deepEqual(
      [secret.code, secret.stderr],
      [
        2,
        'Error: What --payload gives is not JSON. Give the event as JSON, as @FILE, or as - for standard input.\n',
      ],
    );
    const file = join(place.repository.folder, 'superbowleto.yml');
    assert.deepEqual(
      [unknown.code, unknown.stderr],
      [
        2,
        `Error: Environment test has no function "tow" in ${file}; there is one, two, three, four, five, six.\n`,
      ],
    );
  });
});
