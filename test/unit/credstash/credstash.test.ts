import assert from 'node:assert/strict';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { KMSClient } from '@aws-sdk/client-kms';
import { type CredstashOptions, createCredstash } from '../../../src/credstash/index.js';
import { type SecretsStage, startSecretsStage } from '../../support/secrets-stage.js';

const padded = (version: number) => String(version).padStart(19, '0');

describe('createCredstash', () => {
  let stage: SecretsStage;
  let tables = 0;
  let table: string;

  before(async () => {
    stage = await startSecretsStage();
  });
  after(() => stage.stop());
  beforeEach(async () => {
    table = `table-${++tables}`;
    await open().setup();
  });

  function open(more: Partial<CredstashOptions> = {}) {
    return createCredstash({
      kms: stage.kms,
      dynamodb: stage.dynamodb,
      table,
      key: 'alias/secrets',
      ...more,
    });
  }

  const cached = () => open({ cache: { lifetime: 60_000 } });

  it('puts a value, and reads it back with its version, comment and digest', async () => {
    const credstash = open();
    assert.deepEqual(await credstash.put('a', 'one', { comment: 'note', digest: 'MD5' }), {
      version: padded(1),
    });
    assert.deepEqual(await credstash.read('a'), {
      name: 'a',
      version: padded(1),
      value: 'one',
      digest: 'MD5',
      comment: 'note',
    });
  });

  it('creates the table only once', async () => {
    table = `${table}-new`;
    assert.deepEqual(await open().setup(), { created: true });
    assert.deepEqual(await open().setup({ tags: { team: 'billing' } }), { created: false });
  });

  it('lists every version and every name of the table', async () => {
    const credstash = open();
    for (const name of ['b', 'a', 'b']) await credstash.put(name, 'value');
    assert.deepEqual(await credstash.list(), [
      { name: 'a', version: padded(1) },
      { name: 'b', version: padded(1) },
      { name: 'b', version: padded(2) },
    ]);
    assert.deepEqual(await credstash.keys(), ['a', 'b']);
  });

  describe('getAll', () => {
    const namesIn = async (found: ReturnType<ReturnType<typeof open>['getAll']>) => {
      const { secrets, failures } = await found;
      return [[...secrets].map(([name, { value }]) => `${name}=${value}`), failures.map(({ name }) => name)];
    };

    it('reads the table, or what begins with a text, or the names asked for', async () => {
      const credstash = open();
      for (const name of ['live/a', 'live/b', 'test/a']) await credstash.put(name, 'one');
      await credstash.put('live/a', 'two');
      assert.deepEqual(await namesIn(credstash.getAll()), [['live/a=two', 'live/b=one', 'test/a=one'], []]);
      assert.deepEqual(await namesIn(credstash.getAll({ startsWith: 'live/' })), [
        ['live/a=two', 'live/b=one'],
        [],
      ]);
      assert.deepEqual(await namesIn(credstash.getAll({ version: 2 })), [['live/a=two'], []]);
      const names = ['test/a', 'live/b', 'none'];
      assert.deepEqual(await namesIn(credstash.getAll({ names })), [['live/b=one', 'test/a=one'], ['none']]);
      assert.deepEqual(await namesIn(credstash.getAll({ names, startsWith: 'live/' })), [['live/b=one'], []]);
      assert.deepEqual(await namesIn(credstash.getAll({ names: [] })), [[], []]);
      assert.deepEqual(await namesIn(credstash.getMany(names)), [['live/b=one', 'test/a=one'], ['none']]);
      assert.deepEqual(await namesIn(credstash.getMany(['live/a'], { version: 1 })), [['live/a=one'], []]);
    });
  });

  describe('delete', () => {
    it('deletes every version, newest first, or the one asked for', async () => {
      const credstash = open();
      for (const value of ['one', 'two', 'three']) await credstash.put('a', value);
      assert.deepEqual(await credstash.delete('a', { version: 2 }), [padded(2)]);
      assert.equal(await credstash.deleteVersion('a', 9), undefined);
      assert.equal(await credstash.deleteVersion('a', 1), undefined);
      assert.equal(await credstash.get('a'), 'three');
      await credstash.put('a', 'four');
      assert.deepEqual(await credstash.delete('a'), [padded(4), padded(3)]);
      assert.equal(await credstash.find('a'), undefined);
      await assert.rejects(credstash.delete(''), { code: 'INVALID_NAME' });
    });
  });

  describe('with a cache', () => {
    it('reads again after a put, a putAll and a delete of the secret', async () => {
      const credstash = cached();
      await credstash.put('a', 'one');
      assert.equal(await credstash.get('a'), 'one');
      await credstash.put('a', 'two');
      assert.equal(await credstash.get('a'), 'two');
      await credstash.putAll({ a: 'three' });
      assert.equal(await credstash.get('a'), 'three');
      await credstash.deleteVersion('a', 3);
      assert.equal(await credstash.get('a'), 'two');
      await credstash.delete('a');
      assert.equal(await credstash.find('a'), undefined);
    });

    it('does not see what another writer has put', async () => {
      const credstash = cached();
      await credstash.put('a', 'one');
      await credstash.get('a');
      await open().put('a', 'two');
      assert.equal(await credstash.get('a'), 'one');
    });

    it('reads again after a write that failed, which may have been carried out', async () => {
      const credstash = cached();
      await credstash.put('a', 'one');
      for (const write of [
        () => credstash.put('a', 'v', { version: 1 }),
        () => credstash.putAll({ a: 'v' }, { digest: 'none' as never }),
        () => credstash.delete('a', { version: -1 }),
      ]) {
        await credstash.get('a');
        await open().put('a', 'another');
        await write().catch(() => undefined);
        assert.equal((await credstash.read('a')).version, await credstash.latestVersion('a'));
      }
    });
  });

  describe('without further options', () => {
    it('wraps data keys with alias/credstash and no encryption context', async () => {
      const inputs: object[] = [];
      const send = (command: { input: object }, limits: object) => {
        inputs.push(command.input);
        return stage.kms.send(command as never, limits);
      };
      const { key, ...options } = {
        kms: { send } as unknown as KMSClient,
        dynamodb: stage.dynamodb,
        table,
        key: '',
      };
      assert.equal(key, '');
      await assert.rejects(createCredstash(options).put('a', 'v'), {
        code: 'KMS_UNAVAILABLE',
        message: /^KMS cannot be used: NotFoundException for key alias\/credstash: /,
      });
      assert.deepEqual(inputs, [{ KeyId: 'alias/credstash', NumberOfBytes: 64, EncryptionContext: {} }]);
    });

    it('works on sixteen secrets at the same time', async () => {
      const names = Array.from({ length: 20 }, (_, index) => `name-${index}`);
      const entries = Object.fromEntries(names.map((name) => [name, 'v']));
      /** A client that answers that there is nothing, a turn later, and counts the requests that wait for it. */
      const counting = () => {
        let running = 0;
        const counted = { most: 0 };
        const send = async () => {
          counted.most = Math.max(counted.most, ++running);
          await new Promise((resolve) => setImmediate(resolve));
          running--;
          return {};
        };
        return { counted, client: { send } as unknown as DynamoDBClient & KMSClient };
      };
      const mostOf = async (more: Partial<CredstashOptions>) => {
        const [dynamodb, kms] = [counting(), counting()];
        const read = await open({ dynamodb: dynamodb.client, ...more }).getMany(names);
        assert.equal(read.failures.length, 20);
        const put = await open({ kms: kms.client, ...more }).putAll(entries);
        assert.equal(put.filter((outcome) => 'error' in outcome).length, 20);
        return [dynamodb.counted.most, kms.counted.most];
      };
      assert.deepEqual(await mostOf({}), [16, 16]);
      assert.deepEqual(await mostOf({ concurrency: 3 }), [3, 3]);
    });

    it('gives up when AWS has throttled a bulk operation for 60 s without any answer', async () => {
      for (const [milliseconds, retryTimeout, expected] of [
        [59_999, undefined, 2],
        [60_000, undefined, 1],
        [4_999, 5_000, 2],
        [5_000, 5_000, 1],
      ] as const) {
        let now = 0;
        let calls = 0;
        const clock = {
          now: () => new Date(now),
          sleep: async () => {
            now += 60_000;
          },
        };
        const throttled = Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
        const send = () => {
          calls++;
          now += milliseconds;
          return Promise.reject(throttled);
        };
        const dynamodb = { send } as unknown as DynamoDBClient;
        const more = retryTimeout === undefined ? {} : { retryTimeout };
        const credstash = open({ dynamodb, clock, ...more });
        await assert.rejects(credstash.keys(), {
          code: 'THROTTLED',
          message: 'DynamoDB throttles the requests; every retry was refused. Try again later.',
        });
        assert.equal(calls, expected, `${milliseconds} of ${retryTimeout}`);
      }
    });

    it('leaves retries of one secret to the client of the SDK', async () => {
      let calls = 0;
      const throttled = Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
      const send = () => {
        calls++;
        return Promise.reject(throttled);
      };
      await assert.rejects(open({ dynamodb: { send } as unknown as DynamoDBClient }).get('a'), {
        code: 'THROTTLED',
      });
      await assert.rejects(open({ kms: { send } as unknown as KMSClient }).put('a', 'v'), {
        code: 'THROTTLED',
        message: 'KMS throttles the requests; every retry was refused. Try again later.',
      });
      assert.equal(calls, 2);
    });

    it('gives each call to AWS 30 s', async () => {
      const aborted = Object.assign(new Error('Request aborted'), { name: 'AbortError' });
      const send = () => Promise.reject(aborted);
      await assert.rejects(open({ dynamodb: { send } as unknown as DynamoDBClient }).keys(), {
        message: `The credstash table cannot be used: TimeoutError: no answer within 30 s (table ${table})`,
      });
      await assert.rejects(open({ kms: { send } as unknown as KMSClient }).put('a', 'v'), {
        message: 'KMS cannot be used: TimeoutError for key alias/secrets: no answer within 30 s',
      });
    });
  });
});
