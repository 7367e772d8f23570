import assert from 'node:assert/strict';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { KMSClient } from '@aws-sdk/client-kms';
import { createCredstash, createReader } from '../../../src/credstash/index.js';
import { openReader } from '../../../src/credstash/reader.js';
import { ManualClock } from '../../support/manual-clock.js';
import { type SecretsStage, startSecretsStage } from '../../support/secrets-stage.js';

const padded = (version: number) => String(version).padStart(19, '0');

describe('createReader', () => {
  let stage: SecretsStage;
  /** Names of the commands that the reader sends. */
  let sent: string[];
  const table = 'reader';

  before(async () => {
    stage = await startSecretsStage();
    const credstash = createCredstash({ ...stage, table, key: 'alias/secrets', context: { role: 'app' } });
    await credstash.setup();
    await credstash.put('a', 'one', { comment: 'first' });
    await credstash.put('a', 'two');
    await credstash.put('b', 'other');
    await credstash.get('b');
  });
  after(() => stage.stop());
  beforeEach(() => {
    sent = [];
  });

  /** A client of the SDK whose commands are recorded. */
  function recorded<Client extends KMSClient | DynamoDBClient>(client: Client): Client {
    const original = client.send.bind(client) as (command: object, limits: object) => Promise<object>;
    const send = (command: object, limits: object) => {
      sent.push(command.constructor.name);
      return original(command, limits);
    };
    return { send } as unknown as Client;
  }

  const options = () => ({
    kms: recorded(stage.kms),
    dynamodb: recorded(stage.dynamodb),
    table,
    context: { role: 'app' },
  });

  it('reads the latest version, or the one asked for', async () => {
    const reader = createReader(options());
    assert.equal(await reader.get('a'), 'two');
    assert.equal(await reader.get('a', { version: 1 }), 'one');
    const first = { name: 'a', version: padded(1), value: 'one', digest: 'SHA256', comment: 'first' };
    assert.deepEqual(await reader.read('a', { version: '1' }), first);
    assert.deepEqual(await reader.find('a', { version: 1n }), first);
    assert.equal((await reader.find('a'))?.version, padded(2));
  });

  it('tries both forms in which a version may be stored, before it decrypts anything', async () => {
    const reader = createReader(options());
    assert.equal(await reader.find('a', { version: 9 }), undefined);
    assert.deepEqual(sent, ['GetItemCommand', 'GetItemCommand']);
  });

  it('says which secret and version there is not', async () => {
    const reader = createReader(options());
    await assert.rejects(reader.get('none'), {
      code: 'SECRET_NOT_FOUND',
      secret: 'none',
      version: undefined,
      message: 'There is no secret "none" in the table.',
    });
    for (const read of [reader.get, reader.read]) {
      await assert.rejects(read('a', { version: 7 }), {
        code: 'SECRET_NOT_FOUND',
        secret: 'a',
        version: '7',
        message: 'There is no secret "a" version 7 in the table.',
      });
    }
    assert.equal(await reader.find('none'), undefined);
  });

  it('lists the versions of one secret, and names the latest', async () => {
    const reader = createReader(options());
    assert.equal(await reader.latestVersion('a'), padded(2));
    assert.equal(await reader.latestVersion('none'), undefined);
    assert.deepEqual(await reader.versions('a'), [
      { name: 'a', version: padded(2), digest: 'SHA256' },
      { name: 'a', version: padded(1), digest: 'SHA256', comment: 'first' },
    ]);
    assert.deepEqual(await reader.versions('none'), []);
  });

  it('refuses a name without a request', async () => {
    const reader = createReader(options());
    for (const refused of [
      reader.get(''),
      reader.read(''),
      reader.find(''),
      reader.latestVersion(''),
      reader.versions(''),
    ]) {
      await assert.rejects(refused, { code: 'INVALID_NAME' });
    }
    assert.deepEqual(sent, []);
  });

  it('decrypts under its encryption context only', async () => {
    const error = { code: 'CONTEXT_MISMATCH', secret: 'a', version: padded(2) };
    await assert.rejects(createReader({ ...options(), context: { role: 'web' } }).get('a'), error);
    const { context, ...withoutContext } = options();
    assert.deepEqual(context, { role: 'app' });
    await assert.rejects(createReader(withoutContext).get('a'), error);
  });

  it('reads again each time without a cache', async () => {
    const reader = createReader(options());
    await reader.get('b');
    await reader.get('b');
    assert.deepEqual(sent, ['QueryCommand', 'DecryptCommand', 'QueryCommand', 'DecryptCommand']);
  });

  it('shares what it reads for the lifetime of its cache, each version apart', async () => {
    const clock = new ManualClock();
    const reader = createReader({ ...options(), cache: { lifetime: 1_000 }, clock });
    await reader.get('a');
    await reader.read('a');
    assert.equal((await reader.find('a'))?.value, 'two');
    assert.deepEqual(sent, ['QueryCommand', 'DecryptCommand']);
    assert.equal(await reader.get('a', { version: 1 }), 'one');
    assert.deepEqual(sent.slice(2), ['GetItemCommand', 'DecryptCommand']);
    await clock.advance(1_000);
    await reader.get('a');
    assert.equal(sent.length, 6);
  });

  it('forgets one secret on demand, and has nothing to forget without a cache', async () => {
    const { reader, forget } = openReader({ ...options(), cache: { lifetime: 60_000 } });
    for (const name of ['a', 'b']) await reader.get(name);
    forget('a');
    for (const name of ['a', 'b']) await reader.get(name);
    assert.equal(sent.filter((name) => name === 'DecryptCommand').length, 3);
    openReader(options()).forget('a');
  });

  it('gives each call to AWS 30 s, or the time that it is told', async () => {
    const aborted = Object.assign(new Error('Request aborted'), { name: 'AbortError' });
    const silent = { send: () => Promise.reject(aborted) } as unknown as DynamoDBClient;
    const silentKms = silent as unknown as KMSClient;
    for (const [timeout, seconds] of [
      [undefined, '30'],
      [1_500, '1.5'],
    ] as const) {
      const more = timeout === undefined ? {} : { timeout };
      await assert.rejects(createReader({ ...options(), ...more, dynamodb: silent }).get('a'), {
        code: 'STORE_UNAVAILABLE',
        message: `The credstash table cannot be used: TimeoutError: no answer within ${seconds} s (table reader)`,
      });
      await assert.rejects(createReader({ ...options(), ...more, kms: silentKms }).get('a'), {
        code: 'KMS_UNAVAILABLE',
        message: `KMS cannot be used: TimeoutError: no answer within ${seconds} s`,
      });
    }
  });
});
