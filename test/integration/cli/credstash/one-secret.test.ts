import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { type CredstashStage, startCredstashStage } from './harness.js';

const first = '0000000000000000001';
const second = '0000000000000000002';

describe('sbw credstash with one secret', function () {
  this.timeout(120_000);
  let at: CredstashStage;
  let names = 0;
  let name: string;

  before(async () => {
    at = await startCredstashStage();
  });
  after(() => at.stop());
  beforeEach(() => {
    name = `sandbox/one-${++names}`;
  });

  it('put reads standard input to its last byte, and get prints it, with -n without a newline', async () => {
    const value = '\ufeff 🔑 it\'s "x"\n';
    const put = await at.sbw(['put', name], { input: value });
    assert.deepEqual(put, { code: 0, stdout: `${name} is stored as version ${first}\n`, stderr: '' });
    assert.equal((await at.sbw(['get', name])).stdout, `${value}\n`);
    assert.equal((await at.sbw(['get', name, '-n'])).stdout, value);
  });

  it('put accepts a file, a digest, a comment and a version, and prints one document with --json', async () => {
    writeFileSync(join(at.project, 'key.pem'), 'key\n');
    const args = ['put', name, '@key.pem', '--trim', '-d', 'SHA512', '-c', 'a note', '-v', '7', '--json'];
    const { code, stdout, stderr } = await at.sbw(args);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    assert.deepEqual(JSON.parse(stdout), { name, version: '0000000000000000007' });
    assert.deepEqual(await at.secretsOf('sandbox').read(name), {
      name,
      version: '0000000000000000007',
      value: 'key',
      comment: 'a note',
      digest: 'SHA512',
    });
  });

  it('put warns about a value in the argument list, and does not print it', async () => {
    const { code, stdout, stderr } = await at.sbw(['put', name, 'hunter2']);
    assert.equal(code, 0);
    assert.match(stderr, /^Warning: a value on the command line is seen in the process list/);
    assert.ok(!`${stdout}${stderr}`.includes('hunter2'));
  });

  it('put stores an empty secret only if standard input was requested', async () => {
    assert.deepEqual(await at.sbw(['put', name]), {
      code: 2,
      stdout: '',
      stderr:
        "Error: Standard input is empty; nothing was stored. An empty secret is stored by: printf '' | sbw credstash put NAME -\n",
    });
    assert.equal((await at.sbw(['put', name, '-'])).code, 0);
    assert.equal((await at.sbw(['get', name])).stdout, '\n');
  });

  it('put cannot ask for a value without a terminal', async () => {
    assert.deepEqual(await at.sbw(['put', name, '-P', 'role=app'], { input: 'x' }), {
      code: 2,
      stdout: '',
      stderr:
        'Error: There is no terminal to ask at. Give the value on standard input (… | sbw credstash put NAME) or as @FILE.\n',
    });
  });

  it('put and get read the encryption context from trailing pairs', async () => {
    await at.sbw(['put', name, '-', 'role=app', 'team=b=c'], { input: 'bound' });
    assert.equal((await at.sbw(['get', name, 'team=b=c', 'role=app'])).stdout, 'bound\n');
    const without = await at.sbw(['get', name]);
    assert.equal(without.code, 1);
    assert.equal(
      without.stderr,
      `Error: KMS does not open "${name}" version ${first}: it was stored with another encryption context, or its key attribute was altered.\n`,
    );
    assert.deepEqual(await at.sbw(['get', name, 'role']), {
      code: 2,
      stdout: '',
      stderr: 'Error: Argument 2 is not an encryption context, which is KEY=VALUE with both sides there.\n',
    });
  });

  it('get -v reads one version, and ends with 1 for a missing one, in JSON with --json', async () => {
    await at.secretsOf('sandbox').put(name, 'one');
    await at.secretsOf('sandbox').put(name, 'two');
    assert.equal((await at.sbw(['get', name, '-v', '1'])).stdout, 'one\n');
    const { code, stdout } = await at.sbw(['get', name, '-v', '9', '--json']);
    assert.equal(code, 1);
    assert.deepEqual(JSON.parse(stdout), {
      error: { code: 'SECRET_NOT_FOUND', message: `There is no secret "${name}" version 9 in the table.` },
    });
  });

  it('history prints version, time, author, digest and comment', async () => {
    await at.secretsOf('sandbox').put(name, 'one', { comment: 'by hand', digest: 'SHA' });
    await at.sbw(['put', name], { input: 'two' });
    const { stdout } = await at.sbw(['history', name]);
    const author = userInfo().username;
    const time = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;
    assert.match(
      stdout,
      new RegExp(
        `^VERSION +TIME +AUTHOR +DIGEST +COMMENT\n${second} +(${time}) +${author} +SHA256 +sbw put \\1 ${author}\n${first} +- +- +SHA +by hand\n$`,
      ),
    );
    const [newest, oldest] = JSON.parse((await at.sbw(['history', name, '--json'])).stdout);
    assert.equal(newest.author, author);
    assert.deepEqual(oldest, { name, version: first, comment: 'by hand', digest: 'SHA' });
  });

  it('delete asks, and deletes nothing without a terminal', async () => {
    await at.secretsOf('sandbox').put(name, 'one');
    assert.deepEqual(await at.sbw(['delete', name]), {
      code: 2,
      stdout: '',
      stderr: `Error: This deletes every version of ${name} from table sandbox-secrets, and there is no terminal to ask at. Pass --yes.\n`,
    });
    assert.equal(await at.secretsOf('sandbox').get(name), 'one');
  });

  it('delete deletes one version, or all, and fails for a missing secret', async () => {
    for (const value of ['one', 'two', 'three']) await at.secretsOf('sandbox').put(name, value);
    const one = await at.sbw(['delete', name, '-v', '2', '--yes']);
    assert.deepEqual(one, { code: 0, stdout: `${name} version ${second} is deleted\n`, stderr: '' });
    const { stdout } = await at.sbw(['delete', name, '--yes', '--json']);
    assert.deepEqual(JSON.parse(stdout), { name, deleted: ['0000000000000000003', first] });
    const none = await at.sbw(['delete', name, '--yes']);
    assert.deepEqual(none, {
      code: 1,
      stdout: '',
      stderr: `Error: There is no secret "${name}" in the table.\n`,
    });
  });

  it('asks for the name of a protected environment, even with --yes', async () => {
    const wanted =
      'Error: Environment live is protected and there is no terminal to ask at. Pass --confirm live.\n';
    for (const args of [
      ['put', name, '--env', 'live'],
      ['delete', name, '--env', 'live', '--yes'],
      ['putall', '--env', 'live'],
      ['setup', '--env', 'live'],
    ]) {
      const { code, stderr } = await at.sbw(args, { input: '{}' });
      assert.equal(code, 2, args.join(' '));
      assert.ok(stderr.endsWith(wanted), stderr);
    }
    const put = await at.sbw(['put', name, '--env', 'live', '--confirm', 'live'], { input: 'x' });
    assert.equal(put.code, 0);
    assert.equal(await at.secretsOf('live').get(name), 'x');
    assert.equal((await at.sbw(['delete', name, '--env', 'live', '--confirm', 'live'])).code, 0);
  });
});
