import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { createCredstash, DIGESTS } from '../../../src/credstash/index.js';
import { until } from '../../support/until.js';

const VALUES = {
  plain: 'hunter2',
  empty: '',
  newline: 'two\nlines\n',
  unicode: 'São João 日本語 🔑',
  bom: '\u{feff}marked',
  nul: 'a\0b',
  large: 'x'.repeat(290_000),
};

/** Only finds the modules, because importing them takes seconds. */
const PROBE = `
import sys
from importlib.util import find_spec
sys.exit(not all(find_spec(name) for name in ("boto3", "cryptography", "moto")))`;
const hasPython = spawnSync('python3', ['-c', PROBE]).status === 0;
const skipped = hasPython ? '' : ' (skipped: needs python3 with boto3, cryptography and moto)';
const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };

/** Starts a program and collects its standard error. `stop` ends it. */
function start(command: string, args: string[], env: Record<string, string>) {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  return { child, output: () => output };
}

async function stop(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null) return;
  const ended = new Promise((resolve) => {
    child.once('exit', resolve);
  });
  child.kill('SIGTERM');
  await ended;
}

describe(`credstash beside an independent reader and writer in Python${skipped}`, function () {
  this.timeout(120_000);
  let moto: ChildProcess | undefined;
  let python: ChildProcess | undefined;
  let endpoint: string;
  let kms: KMSClient;
  let dynamodb: DynamoDBClient;
  let ask: (command: Record<string, unknown>) => Promise<Record<string, string | null>>;

  before(async function () {
    if (!hasPython) this.skip();
    const server = start('python3', ['-m', 'moto.server', '-H', '127.0.0.1', '-p', '0'], {});
    moto = server.child;
    endpoint = await until(
      'moto listens',
      () => server.output().match(/http:\/\/127\.0\.0\.1:\d+/)?.[0],
      60_000,
    );
    kms = new KMSClient({ endpoint, region: 'us-east-1', credentials });
    dynamodb = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
    await prepare(kms, dynamodb);
    const peer = start('python3', [new URL('independent.py', import.meta.url).pathname], {
      AWS_ENDPOINT_URL: endpoint,
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      CREDSTASH_TABLE: 'table',
      CREDSTASH_KEY: 'alias/credstash',
    });
    python = peer.child;
    const lines = createInterface({ input: peer.child.stdout })[Symbol.asyncIterator]();
    ask = async (command) => {
      peer.child.stdin.write(`${JSON.stringify(command)}\n`);
      const { value } = await lines.next();
      if (value === undefined) throw new Error(`The Python side ended: ${peer.output()}`);
      return JSON.parse(value);
    };
  });

  after(async () => {
    kms?.destroy();
    dynamodb?.destroy();
    await stop(python);
    await stop(moto);
  });

  const open = (context?: Record<string, string>) =>
    createCredstash({ kms, dynamodb, table: 'table', ...(context ? { context } : {}) });
  const version = '0000000000000000001';

  it('reads rows of the Python writer with every digest and both types of the HMAC', async () => {
    for (const digest of [...DIGESTS, null]) {
      for (const hmac of ['S', 'B']) {
        const name = `theirs/${digest}/${hmac}`;
        const written = await ask({ do: 'put', name, version, value: `${digest} café`, digest, hmac });
        assert.deepEqual(written, {});
        assert.equal(await open().get(name), `${digest} café`, name);
      }
    }
  });

  it('reads the digest names of Node writers, and an HMAC in upper case', async () => {
    for (const [spelling, digest] of Object.entries({
      sha256: 'SHA256',
      SHA1: 'SHA',
      sha512: 'SHA512',
      md5: 'MD5',
    })) {
      const name = `theirs/as ${spelling}`;
      const row = { name, version, value: spelling, digest, spelling, hmac: 'S', upper: true };
      assert.deepEqual(await ask({ do: 'put', ...row }), {});
      assert.equal(await open().get(name), spelling);
    }
  });

  it('writes rows that the Python reader reads, with every digest', async () => {
    for (const digest of DIGESTS) {
      const name = `ours/${digest}`;
      await open().put(name, `${digest} café`, { digest, comment: 'a note' });
      const read = await ask({ do: 'get', name, version });
      assert.deepEqual(read, { value: `${digest} café`, comment: 'a note' });
    }
  });

  it('exchanges every odd value in both directions', async () => {
    for (const [kind, value] of Object.entries(VALUES)) {
      await open().put(`ours/${kind}`, value);
      assert.equal((await ask({ do: 'get', name: `ours/${kind}`, version })).value, value, kind);
      const command = { do: 'put', name: `theirs/${kind}`, version, value, digest: 'SHA256', hmac: 'B' };
      assert.deepEqual(await ask(command), {});
      assert.equal(await open().get(`theirs/${kind}`), value, kind);
    }
  });

  it('exchanges secrets with an encryption context, and reports a wrong context as such', async () => {
    const context = { environment: 'live', owner: 'boletos' };
    await ask({ do: 'put', name: 'bound', version, value: 'v', digest: 'SHA256', hmac: 'S', context });
    assert.equal(await open(context).get('bound'), 'v');
    await assert.rejects(open({ environment: 'sandbox' }).get('bound'), { code: 'CONTEXT_MISMATCH' });
    await open(context).put('bound', 'w');
    assert.equal(
      (await ask({ do: 'get', name: 'bound', version: '0000000000000000002', context })).value,
      'w',
    );
  });

  it('finds versions that are unpadded or no numbers', async () => {
    for (const written of ['7', 'release-7', '00000000000000rel-1']) {
      await ask({ do: 'put', name: 'odd', version: written, value: written, digest: 'SHA256', hmac: 'B' });
    }
    assert.equal(await open().get('odd', { version: 7 }), '7');
    assert.equal(await open().get('odd', { version: 'release-7' }), 'release-7');
    assert.equal(await open().get('odd', { version: 'rel-1' }), '00000000000000rel-1');
  });

  it('reads a whole table of both writers, and the Python reader reads the rows of putAll', async () => {
    for (const [kind, value] of Object.entries(VALUES)) {
      await ask({ do: 'put', name: `all/theirs/${kind}`, version, value, digest: 'SHA', hmac: 'B' });
    }
    const ours = Object.fromEntries(
      Object.entries(VALUES).map(([kind, value]) => [`all/ours/${kind}`, value]),
    );
    await open().putAll(ours);
    for (const [name, value] of Object.entries(ours)) {
      assert.equal((await ask({ do: 'get', name, version })).value, value, name);
    }
    const { secrets, failures } = await open().getAll({ startsWith: 'all/' });
    assert.deepEqual(failures, []);
    assert.equal(secrets.size, 2 * Object.keys(VALUES).length);
    for (const [name, { value }] of secrets) {
      assert.equal(value, VALUES[name.split('/')[2] as keyof typeof VALUES], name);
    }
  });
});

async function prepare(kms: KMSClient, dynamodb: DynamoDBClient): Promise<void> {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  await kms.send(new CreateAliasCommand({ AliasName: 'alias/credstash', TargetKeyId: KeyMetadata?.KeyId }));
  await createCredstash({ kms, dynamodb, table: 'table' }).setup();
}
