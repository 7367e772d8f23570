import assert from 'node:assert/strict';
import { userInfo } from 'node:os';
import { type CredstashStage, startCredstashStage } from './harness.js';

const first = '0000000000000000001';
const second = '0000000000000000002';

describe('sbw credstash between two environments', function () {
  this.timeout(120_000);
  let at: CredstashStage;

  before(async () => {
    at = await startCredstashStage();
  });
  after(() => at.stop());
  beforeEach(async () => {
    await at.secretsOf('sandbox').putAll({
      'sandbox/same': 'equal value',
      'sandbox/changed': 'sandbox value',
      'sandbox/new': 'new value',
      shared: 'shared value',
      'sandbox/database/password': 'sandbox password',
    });
    await at.secretsOf('live').putAll({
      'live/same': 'equal value',
      'live/changed': 'live value',
      'live/only': 'live only',
      'live/database/password': 'live password',
    });
  });
  afterEach(async () => {
    for (const secrets of [at.secretsOf('sandbox'), at.secretsOf('live')]) {
      for (const name of await secrets.keys()) await secrets.delete(name);
    }
  });

  const between = ['--from', 'sandbox', '--to', 'live'];

  it('diff shows names and fingerprints, and no value', async () => {
    const { code, stdout, stderr } = await at.sbw(['diff', ...between]);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    const rows = stdout
      .trim()
      .split('\n')
      .map((line) => line.split(/ +/));
    const names = rows.map(([state, from, , to]) => [state, from, to]);
    assert.deepEqual(names, [
      ['different', 'sandbox/changed', 'live/changed'],
      ['different', 'sandbox/database/password', 'live/database/password'],
      ['only-from', 'sandbox/new', '-'],
      ['only-to', '-', 'live/only'],
      ['same', 'sandbox/same', 'live/same'],
      ['only-from', 'shared', '-'],
    ]);
    const same = rows.find(([state]) => state === 'same') ?? [];
    assert.match(same[2] ?? '', /^[0-9a-f]{12}$/);
    assert.equal(same[2], same[4]);
    assert.doesNotMatch(stdout, /value|(sandbox|live) (password|only)/);
    const again = (await at.sbw(['diff', ...between])).stdout;
    assert.notEqual(again, stdout, 'fingerprints differ from run to run');
  });

  it('diff --only reads only the selected secrets, so that no other one can fail', async () => {
    await at.secretsOf('sandbox', { role: 'another' }).put('sandbox/closed', 'sandbox value');
    await at.secretsOf('live', { role: 'another' }).put('live/closed', 'live value');
    const chosen = await at.sbw(['diff', ...between, '--only', 'sandbox/same']);
    assert.deepEqual([chosen.code, chosen.stderr], [0, '']);
    const all = await at.sbw(['diff', ...between]);
    assert.equal(all.code, 1);
    assert.match(all.stderr, /^Error: sandbox\/closed: .*\nError: live\/closed: .*\n$/);
  });

  it('diff --values shows the values, --only selects secrets, and --exit-code ends with 1 for a difference', async () => {
    const only = ['--only', 'sandbox/ch*', '--only', 'sandbox/same'];
    const { code, stdout } = await at.sbw(['diff', ...between, ...only, '--values', '--exit-code']);
    assert.equal(code, 1);
    assert.equal(
      stdout,
      [
        'different  sandbox/changed  "sandbox value"  live/changed  "live value"',
        'same       sandbox/same     "equal value"    live/same     "equal value"\n',
      ].join('\n'),
    );
    const same = await at.sbw(['diff', ...between, '--only', 'sandbox/same', '--exit-code']);
    assert.equal(same.code, 0);
  });

  it('diff leaves out a secret that it cannot read', async () => {
    await at.secretsOf('live', { role: 'app' }).put('live/new', 'bound');
    const { code, stdout, stderr } = await at.sbw(['diff', ...between, '--json']);
    assert.equal(code, 1);
    assert.equal(stderr.startsWith('Error: live/new: KMS does not open'), true);
    const { differences, failures } = JSON.parse(stdout);
    assert.ok(!differences.some(({ name }: { name: string }) => name === 'sandbox/new'));
    assert.equal(failures[0].code, 'CONTEXT_MISMATCH');
  });

  it('copy --dry-run stores nothing, and leaves out the database password', async () => {
    const { code, stdout } = await at.sbw(['copy', ...between, '--dry-run']);
    assert.equal(code, 0);
    assert.equal(stdout, 'changed  live/changed\nnew      live/new\nsame     live/same\nnew      shared\n');
    assert.equal(await at.secretsOf('live').get('live/changed'), 'live value');
  });

  it('copy names the secrets before it asks to change a protected environment', async () => {
    const { code, stderr } = await at.sbw(['copy', ...between]);
    assert.equal(code, 2);
    assert.equal(
      stderr,
      'This stores live/changed, live/new, shared (table live-secrets)\n' +
        'Error: Environment live is protected and there is no terminal to ask at. Pass --confirm live.\n',
    );
    assert.equal(await at.secretsOf('live').find('live/new'), undefined);
  });

  it('copy stores different secrets as new versions, and nothing in a second run', async () => {
    const { stdout } = await at.sbw(['copy', ...between, '--confirm', 'live']);
    assert.equal(
      stdout,
      `changed  live/changed  ${second}\nnew      live/new      ${first}\nsame     live/same\nnew      shared        ${first}\n`,
    );
    const live = at.secretsOf('live');
    assert.equal(await live.get('live/changed'), 'sandbox value');
    assert.equal(await live.get('live/database/password'), 'live password');
    const { comment = '' } = await live.read('live/new');
    assert.ok(comment.startsWith('sbw copy ') && comment.endsWith(` ${userInfo().username}`), comment);
    const again = await at.sbw(['copy', ...between]);
    assert.equal(again.code, 0, 'it asks nothing when there is nothing to store');
    assert.match(again.stdout, /^(same +\S+\n){4}$/);
    assert.equal(await live.latestVersion('live/changed'), second);
  });

  it('copy copies the database password only if --only names it in full, and not with a pattern', async () => {
    const pattern = await at.sbw(['copy', ...between, '--only', 'sandbox/database/*', '--dry-run']);
    assert.equal(pattern.stdout, '');
    const named = await at.sbw(['copy', ...between, '--only', 'sandbox/database/password', '--dry-run']);
    assert.equal(named.stdout, 'changed  live/database/password\n');
  });

  it('copy never overwrites a secret that it cannot read', async () => {
    await at.secretsOf('live', { role: 'app' }).put('live/new', 'bound');
    const only = ['--only', 'sandbox/new', '--confirm', 'live'];
    const { code, stdout, stderr } = await at.sbw(['copy', ...between, ...only]);
    assert.deepEqual({ code, stdout }, { code: 1, stdout: '' });
    assert.match(stderr, /^Error: live\/new: KMS does not open/);
    assert.equal(await at.secretsOf('live').latestVersion('live/new'), first);
  });
});
