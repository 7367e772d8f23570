import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { type CredstashStage, startCredstashStage } from './harness.js';

const first = '0000000000000000001';

describe('sbw credstash with many secrets', function () {
  this.timeout(120_000);
  let at: CredstashStage;

  before(async () => {
    at = await startCredstashStage();
    await at.secretsOf('sandbox').putAll({ 'app.a': 'é', 'app.b': "it's", appXb: 'x', other: 'o' });
    await at.secretsOf('sandbox', { role: 'app' }).put('bound', 'b');
  });
  after(() => at.stop());

  const unreadable = `Error: bound: KMS does not open "bound" version ${first}: it was stored with another encryption context, or its key attribute was altered.\n`;

  it('getall prints the readable secrets, reports the others, and ends with 1', async () => {
    const { code, stdout, stderr } = await at.sbw(['getall']);
    assert.equal(code, 1);
    assert.equal(
      stdout,
      '{\n    "app.a": "\\u00e9",\n    "app.b": "it\'s",\n    "appXb": "x",\n    "other": "o"\n}\n',
    );
    assert.equal(stderr, unreadable);
  });

  it('getall --json prints secrets and failures in one document', async () => {
    const { code, stdout } = await at.sbw(['getall', '--json', 'role=app']);
    assert.equal(code, 1);
    const { secrets, failures } = JSON.parse(stdout);
    assert.deepEqual(secrets, { bound: 'b' });
    assert.deepEqual(
      failures.map(({ name, code: why }: { name: string; code: string }) => [name, why]),
      ['app.a', 'app.b', 'appXb', 'other'].map((name) => [name, 'CONTEXT_MISMATCH']),
    );
  });

  it('getall -f prints each format', async () => {
    const yaml = await at.sbw(['getall', '-f', 'yaml']);
    assert.deepEqual(parse(yaml.stdout), { 'app.a': 'é', 'app.b': "it's", appXb: 'x', other: 'o' });
    const csv = await at.sbw(['getall', '-f', 'csv']);
    assert.equal(csv.stdout, "app.a,é\napp.b,it's\nappXb,x\nother,o\n");
    const dotenv = await at.sbw(['getall', '-f', 'dotenv']);
    assert.equal(dotenv.stdout, "APPXB='x'\nAPP_A='é'\nAPP_B=`it's`\nOTHER='o'\n");
  });

  it('get accepts a pattern in which only * is special', async () => {
    const { code, stdout, stderr } = await at.sbw(['get', 'app.*', '-f', 'csv']);
    assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: "app.a,é\napp.b,it's\n", stderr: '' });
    assert.equal((await at.sbw(['get', 'no(*'])).stdout, '{}\n');
  });

  it('keys prints sorted names, list prints every version', async () => {
    assert.equal((await at.sbw(['keys'])).stdout, 'app.a\napp.b\nappXb\nbound\nother\n');
    assert.deepEqual(JSON.parse((await at.sbw(['keys', '--json'])).stdout), [
      'app.a',
      'app.b',
      'appXb',
      'bound',
      'other',
    ]);
    const { stdout } = await at.sbw(['list']);
    assert.match(stdout, new RegExp(`^app\\.a {2}${first}\napp\\.b {2}${first}\n`));
  });

  it('putall stores the other secrets when one fails', async () => {
    const input = JSON.stringify({ 'put/a': '1', 'put/b': '', [`put/${'c'.repeat(2100)}`]: '3' });
    const { code, stdout, stderr } = await at.sbw(['putall'], { input });
    assert.equal(code, 1);
    assert.equal(stdout, `put/a is stored as version ${first}\nput/b is stored as version ${first}\n`);
    assert.match(stderr, /^Error: put\/c+: A secret's name must have at most 2048 bytes\.\n$/);
    assert.equal(await at.secretsOf('sandbox').get('put/b'), '');
  });

  it('putall refuses input that is no object of strings, without printing any of it', async () => {
    const { code, stderr } = await at.sbw(['putall'], { input: '{"a": "hunter2' });
    assert.deepEqual(
      { code, stderr },
      { code: 2, stderr: 'Error: This is not the json that sbw reads: its syntax is wrong.\n' },
    );
  });

  it('setup creates a table once and tags it', async () => {
    const args = ['setup', '-t', 'fresh', '--tags', 'team=payments'];
    assert.equal((await at.sbw(args)).stdout, 'Table fresh is made\n');
    const again = await at.sbw([...args, '--json']);
    assert.deepEqual(JSON.parse(again.stdout), { table: 'fresh', created: false });
    assert.equal((await at.sbw(['keys', '-t', 'fresh'])).code, 0);
    const wrong = await at.sbw(['setup', '--tags', 'team']);
    assert.equal(wrong.stderr, 'Error: "team" is not a tag, which is KEY=VALUE with both sides there.\n');
  });
});
