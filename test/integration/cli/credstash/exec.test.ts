import assert from 'node:assert/strict';
import { type CredstashStage, startCredstashStage } from './harness.js';

const print = ['--', process.execPath, '-e', 'process.stdout.write(JSON.stringify(process.env))'];

describe('sbw credstash exec', function () {
  this.timeout(120_000);
  let at: CredstashStage;

  before(async () => {
    at = await startCredstashStage();
    await at.secretsOf('sandbox').putAll({
      'sandbox/database/password': 'it\'s "$HOME"\n🔑 \\',
      'sandbox/2fa.key': '',
      'clash/a-b': '1',
      'clash/a.b': '2',
      'nul/x': 'a\0b',
    });
    await at.secretsOf('sandbox', { role: 'app' }).put('partly/bound', 'b');
    await at.secretsOf('sandbox').put('partly/free', 'f');
  });
  after(() => at.stop());

  it('passes the secrets of the environment as variables, beside the existing ones', async () => {
    const { code, stdout, stderr } = await at.sbw(['exec', 'sandbox', ...print], { env: { BESIDE: 'yes' } });
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    const env = JSON.parse(stdout);
    assert.equal(env.DATABASE_PASSWORD, 'it\'s "$HOME"\n🔑 \\');
    assert.equal(env._2FA_KEY, '');
    assert.equal(env.BESIDE, 'yes');
    assert.equal(env.CLASH_A_B, undefined);
  });

  it('--pristine passes no other variables, and still finds the command', async () => {
    const { stdout } = await at.sbw(['exec', 'sandbox', '--pristine', '--', 'env']);
    assert.deepEqual(stdout.split('\n').sort(), [
      '',
      'DATABASE_PASSWORD=it\'s "$HOME"',
      '_2FA_KEY=',
      '🔑 \\',
    ]);
  });

  it('passes the arguments with their flags, and returns the exit code', async () => {
    const { code, stdout } = await at.sbw([
      'exec',
      '--env',
      'sandbox',
      '--',
      'sh',
      '-c',
      'echo "$@"; exit 7',
      'sh',
      '--strict',
      '--',
      '-n',
    ]);
    assert.deepEqual({ code, stdout }, { code: 7, stdout: '--strict -- -n\n' });
  });

  it('ends as a shell does when a signal ended the command', async () => {
    assert.equal((await at.sbw(['exec', '--', 'sh', '-c', 'kill -TERM $$'])).code, 143);
  });

  it('passes SIGTERM on and waits for the command', async () => {
    const script = 'trap "echo cleaned up; exit 3" TERM; echo ready; while :; do sleep 0.05; done';
    const args = ['exec', '--', 'sh', '-c', script];
    const { code, stdout } = await at.sbw(args, { terminateAfter: 'ready' });
    assert.deepEqual({ code, stdout: stdout.slice(0, 17) }, { code: 3, stdout: 'ready\ncleaned up\n' });
  });

  it('refuses two secrets that would become the same variable', async () => {
    const { code, stderr } = await at.sbw(['exec', '--prefix', 'clash/', ...print]);
    assert.equal(code, 2);
    assert.equal(
      stderr,
      'Error: "a-b" and "a.b" would both become the variable A_B. Choose between them with --prefix, or rename one.\n',
    );
  });

  it('--strict does not run the command without a variable, and names each missing one', async () => {
    const { code, stdout, stderr } = await at.sbw([
      'exec',
      '--prefix',
      'partly/',
      '--strict',
      '--expect',
      'FREE',
      '--expect',
      'OTHER',
      ...print,
    ]);
    assert.deepEqual({ code, stdout }, { code: 1, stdout: '' });
    assert.match(
      stderr,
      /^Error: BOUND is missing: KMS does not open .*\nOTHER is missing: no secret below "partly\/" becomes it\.\nThe command was not run\.\n$/,
    );
  });

  it('warns of missing variables and runs the command, without --strict', async () => {
    const { code, stdout, stderr } = await at.sbw(['exec', '--prefix', 'partly/', ...print]);
    assert.equal(code, 0);
    assert.match(stderr, /^Warning: BOUND is missing: KMS does not open .*\n$/);
    assert.equal(JSON.parse(stdout).FREE, 'f');
  });

  it('reads the encryption context after the environment', async () => {
    const args = ['exec', 'sandbox', 'role=app', '--prefix', 'partly/b', ...print];
    assert.equal(JSON.parse((await at.sbw(args)).stdout).OUND, 'b');
  });

  it('refuses a NUL, and a command that does not exist or cannot run', async () => {
    const nul = await at.sbw(['exec', '--prefix', 'nul/', ...print]);
    assert.deepEqual(nul, {
      code: 2,
      stdout: '',
      stderr: 'Error: X: an environment variable cannot carry a NUL.\n',
    });
    const none = await at.sbw(['exec', '--', 'no-such-command']);
    assert.equal(none.code, 127);
    assert.equal(none.stderr, 'Error: There is no command "no-such-command" on the PATH.\n');
    const elsewhere = await at.sbw(['exec', '--', './no-such-command']);
    assert.deepEqual(
      [elsewhere.code, elsewhere.stderr],
      [127, 'Error: There is no "./no-such-command", or not what its first line names.\n'],
    );
    const noProgram = await at.sbw(['exec', '--', './superbowleto.yml']);
    assert.deepEqual(
      [noProgram.code, noProgram.stderr],
      [126, 'Error: "./superbowleto.yml" cannot be run (EACCES). Is it a program, and executable?\n'],
    );
    const empty = await at.sbw(['exec', 'sandbox', 'env']);
    assert.equal(empty.code, 2);
  });

  it("puts no secret in the command's arguments", async () => {
    const { stdout } = await at.sbw(['exec', 'sandbox', '--', 'sh', '-c', 'ps -ww -o args= -p $$ -p $PPID']);
    assert.match(stdout, /exec sandbox/);
    assert.doesNotMatch(stdout, /🔑/);
  });
});
