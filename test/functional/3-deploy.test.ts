import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Api } from './support/api.js';
import { type Newcomer, newcomer } from './support/newcomer.js';
import { runOrThrow } from './support/run.js';

interface Deployed {
  commit: string;
  functions: { name: string; status: string; version?: string }[];
}

describe('sbw deploy', function () {
  this.timeout(600_000);
  let machine: Newcomer;
  let api: Api;

  before(async () => {
    machine = await newcomer();
    api = await Api.of(machine);
  });

  const notFoundText = async () => (await api.call('GET', '/boletos/bol_nothing')).body.errors?.[0]?.message;
  const deploy = (ref: string) => machine.sbwJson<Deployed>('deploy', '--env', 'local', '--ref', ref);

  /** Changes the answer of GET /boletos/:id in the working tree. */
  async function say(text: string): Promise<void> {
    const found = await runOrThrow('git', ['grep', '-l', 'Boleto not found', 'main', '--', 'src/service'], {
      cwd: machine.clone,
    });
    await machine.git('checkout', '--quiet', 'main', '--', 'src/service');
    for (const line of found.trim().split('\n')) {
      const file = join(machine.clone, line.slice('main:'.length));
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll('Boleto not found', text));
    }
  }

  async function commit(branch: string, text: string): Promise<string> {
    await machine.git('checkout', '--quiet', '-B', branch, 'main');
    await say(text);
    await machine.git('commit', '--quiet', '-am', text);
    return (await machine.git('rev-parse', 'HEAD')).trim();
  }

  it('deploys a branch: the API answers with the new text', async () => {
    const sha = await commit('louder', 'No such boleto, sorry');
    const { commit: deployed, functions } = await deploy('louder');
    assert.equal(deployed, sha);
    assert.equal(functions.length, 12);
    assert.ok(functions.every(({ status }) => status === 'updated' || status === 'unchanged'));
    assert.ok(functions.some(({ status }) => status === 'updated'));
    assert.equal(await notFoundText(), 'No such boleto, sorry');
  });

  it('deploys a tag, a short hash and a full hash', async () => {
    const tagged = await commit('tagged', 'text of the tag');
    await machine.git('tag', 'v-test', tagged);
    await deploy('v-test');
    assert.equal(await notFoundText(), 'text of the tag');

    const short = await commit('short', 'text of the short sha');
    await deploy(short.slice(0, 10));
    assert.equal(await notFoundText(), 'text of the short sha');

    await deploy(tagged);
    assert.equal(await notFoundText(), 'text of the tag');
  });

  it('changes nothing if the same commit is deployed again', async () => {
    const { functions } = await deploy('v-test');
    assert.deepEqual([...new Set(functions.map(({ status }) => status))], ['unchanged']);
  });

  it('does not deploy uncommitted changes', async () => {
    await machine.git('checkout', '--quiet', 'main');
    await say('dirty text');
    await deploy('main');
    assert.equal(await notFoundText(), 'Boleto not found');
    await machine.git('checkout', '--quiet', '--', 'src');
  });

  it('reports an unknown ref, and changes nothing', async () => {
    const { code, stdout, stderr } = await machine.sbw('deploy', '--env', 'local', '--ref', 'mian');
    assert.equal(code, 2);
    assert.equal(stdout, '');
    assert.match(stderr, /^Error: There is no branch, tag or commit "mian" in .*; did you mean main\?$/m);
    assert.equal(await notFoundText(), 'Boleto not found');
  });

  it('reports a failed build, and changes nothing', async () => {
    await machine.git('checkout', '--quiet', '-B', 'broken', 'main');
    const entry = join(machine.clone, 'src/service/functions/show-boleto.ts');
    writeFileSync(entry, `import './no-such-file.js';\n${readFileSync(entry, 'utf8')}`);
    await machine.git('commit', '--quiet', '-am', 'broken');
    await machine.git('checkout', '--quiet', 'main');
    const { code, stderr } = await machine.sbw('deploy', '--env', 'local', '--ref', 'broken');
    assert.equal(code, 1);
    assert.match(stderr, /build/i);
    assert.match(stderr, /no-such-file/);
    assert.equal(await notFoundText(), 'Boleto not found');
  });

  it('names a function that is missing in AWS, and changes nothing', async () => {
    await machine.git('checkout', '--quiet', 'main');
    const file = join(machine.clone, 'superbowleto.yml');
    const text = readFileSync(file, 'utf8');
    const extra = text.replace(
      '\nfunctions:\n',
      '$&  cancel-boleto:\n    handler: show-boleto.handler\n    memory: 512\n    timeout: 10\n    trigger: none\n',
    );
    assert.notEqual(extra, text);
    writeFileSync(file, extra);
    const { code, stderr } = await machine.sbw('deploy', '--env', 'local', '--ref', 'louder');
    await machine.git('checkout', '--quiet', '--', 'superbowleto.yml');
    assert.equal(code, 1);
    assert.match(stderr, /local-superbowleto-cancel-boleto/);
    assert.equal(await notFoundText(), 'Boleto not found');
  });

  it('ends with 2 and one sentence if a flag is missing', async () => {
    const { code, stderr } = await machine.sbw('deploy', '--ref', 'main');
    assert.equal(code, 2);
    assert.match(stderr, /env/);
    assert.doesNotMatch(stderr, /\n\s+at /);
  });
});
