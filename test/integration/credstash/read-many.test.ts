import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { type DecryptCommand, KMSClient } from '@aws-sdk/client-kms';
import type { Call, Fault } from '../../../src/emulator/faults.js';
import { denied, first, second, throttled, throttledKms, useCredstash, valuesOf } from './harness.js';

describe('credstash reads many secrets', function () {
  this.timeout(120_000);
  const harness = useCredstash();

  describe('getAll', () => {
    it('reads the latest version of every secret, sorted by name', async () => {
      for (const name of ['b', 'a', '__proto__']) await harness.credstash.put(name, `first ${name}`);
      await harness.credstash.put('b', 'second b');
      const { secrets, failures } = await harness.credstash.getAll();
      assert.deepEqual(
        [...secrets.values()].map(({ name, version, value }) => [name, version, value]),
        [
          ['__proto__', first, 'first __proto__'],
          ['a', first, 'first a'],
          ['b', second, 'second b'],
        ],
      );
      assert.deepEqual(failures, []);
    });

    it('reads nothing from an empty table', async () => {
      const { secrets, failures } = await harness.credstash.getAll();
      assert.equal(secrets.size, 0);
      assert.deepEqual(failures, []);
    });

    it('reads only names with the prefix', async () => {
      await harness.credstash.putAll({ 'live/a': '1', 'live/b': '2', liver: '3', sandbox: '4' });
      assert.deepEqual(valuesOf(await harness.credstash.getAll({ startsWith: 'live/' })), {
        'live/a': '1',
        'live/b': '2',
      });
      const names = ['live/a', 'sandbox'];
      assert.deepEqual(valuesOf(await harness.credstash.getAll({ names, startsWith: 'live/' })), {
        'live/a': '1',
      });
    });

    it('reads one version, and leaves out secrets without it, as `get` does', async () => {
      await harness.credstash.put('a', 'first');
      await harness.credstash.put('a', 'second');
      await harness.credstash.put('b', 'first of b');
      await harness.credstash.put('b', 'unpadded', { version: 3 });
      await alterVersion('b', '0000000000000000003', '2');
      assert.deepEqual(valuesOf(await harness.credstash.getAll({ version: 2 })), {
        a: 'second',
        b: 'unpadded',
      });
      assert.equal(await harness.credstash.get('b', { version: 2 }), 'unpadded');
    });

    async function alterVersion(name: string, from: string, to: string): Promise<void> {
      const Key = { name: { S: name }, version: { S: from } };
      const { Item } = await harness.stage.dynamodb.send(
        new GetItemCommand({ TableName: harness.table, Key }),
      );
      await harness.stage.dynamodb.send(
        new PutItemCommand({ TableName: harness.table, Item: { ...Item, version: { S: to } } }),
      );
      await harness.credstash.deleteVersion(name, from);
    }

    it('reads 5,000 secrets from pages of 1 MB', async () => {
      await harness.fill(5_000, (index) => `${index} ${'x'.repeat(index % 2_000)}`);
      const scans: Call[] = [];
      harness.stage.faults = (call) => {
        if (call.operation === 'Scan') scans.push(call);
        return undefined;
      };
      const { secrets, failures } = await harness.credstash.getAll();
      assert.deepEqual(failures, []);
      assert.equal(secrets.size, 5_000);
      for (let index = 0; index < 5_000; index++) {
        const { value } = secrets.get(`s/${String(index).padStart(5, '0')}`) ?? {};
        assert.equal(value, `${index} ${'x'.repeat(index % 2_000)}`);
      }
      assert.ok(scans.length > 5, `${scans.length} pages`);
    });

    it('loses no page and no secret when every other request is throttled', async () => {
      await harness.fill(300, (index) => `${index} ${'x'.repeat(12_000)}`);
      harness.stage.fail((call, index) => {
        if (index % 2 === 1) return undefined;
        return call.service === 'kms' ? throttledKms : throttled;
      });
      const { secrets, failures } = await harness.open({ dynamodb: harness.singleAttempt }).getAll();
      assert.deepEqual(failures, []);
      assert.equal(secrets.size, 300);
    });

    it('fails when the table is throttled without end', async () => {
      await harness.credstash.put('a', 'v');
      harness.stage.fail((call) => (call.operation === 'Scan' ? throttled : undefined));
      await assert.rejects(harness.open({ dynamodb: harness.singleAttempt, retryTimeout: 300 }).getAll(), {
        code: 'THROTTLED',
        message: 'DynamoDB throttles the requests; every retry was refused. Try again later.',
      });
    });

    it('reports every secret when KMS throttles without end', async () => {
      await harness.fill(40, String);
      harness.stage.fail((call) => (call.service === 'kms' ? throttledKms : undefined));
      const { secrets, failures } = await harness.open({ retryTimeout: 300 }).getAll();
      assert.equal(secrets.size, 0);
      assert.equal(new Set(failures.map(({ name }) => name)).size, 40);
      assert.deepEqual([...new Set(failures.map(({ error }) => error.code))], ['THROTTLED']);
    });

    it('ends when KMS never answers', async () => {
      await harness.fill(40, String);
      const silent = createServer().listen(0, '127.0.0.1');
      await once(silent, 'listening');
      const endpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
      const kms = new KMSClient({ ...harness.stage.client, endpoint });
      const { failures } = await harness.open({ kms, timeout: 200, retryTimeout: 300 }).getAll();
      kms.destroy();
      silent.close();
      assert.equal(failures.length, 40);
      assert.equal(failures[0]?.error.message, 'KMS cannot be used: TimeoutError: no answer within 0.2 s');
    });

    it('reads the other secrets when KMS refuses some, and reports each failure by name and version', async () => {
      await harness.fill(40, String);
      const faults: (Fault | undefined)[] = [
        { type: 'error', code: 'DisabledException', status: 400 },
        denied,
        undefined,
        undefined,
      ];
      harness.stage.fail((call, index) => (call.operation === 'Decrypt' ? faults[index % 4] : undefined));
      const { secrets, failures } = await harness.open().getAll();
      assert.equal(secrets.size + failures.length, 40);
      assert.ok(secrets.size >= 15 && failures.length >= 15, `${secrets.size} read`);
      for (const { name, version, error } of failures) {
        assert.deepEqual([error.code, error.secret, error.version], ['KMS_UNAVAILABLE', name, version]);
        assert.equal(version, first);
      }
    });

    it('reads the other rows when some are cut short, altered or bound to a context', async () => {
      await harness.credstash.putAll({ good: 'v', altered: 'v', cut: 'v', lock: 'v', headless: 'v' });
      await harness.open({ context: { environment: 'live' } }).put('bound', 'v');
      await harness.alter('altered', { contents: { S: 'AAAA' } });
      await harness.alter('cut', { key: { S: 'AQ' } });
      await harness.alter('lock', { contents: { NULL: true } });
      await harness.alter('headless', { key: { S: '' } });
      const { secrets, failures } = await harness.credstash.getAll();
      assert.deepEqual([...secrets.keys()], ['good']);
      assert.deepEqual(
        failures.map(({ name, version, error }) => [name, version, error.code]),
        [
          ['altered', first, 'INTEGRITY_ERROR'],
          ['bound', first, 'CONTEXT_MISMATCH'],
          ['cut', first, 'INTEGRITY_ERROR'],
          ['headless', first, 'INTEGRITY_ERROR'],
          ['lock', first, 'INTEGRITY_ERROR'],
        ],
      );
    });

    it('reads no more secrets at the same time than `concurrency`', async () => {
      await harness.fill(60, String);
      let running = 0;
      let most = 0;
      const counted = {
        send: async (command: DecryptCommand) => {
          most = Math.max(most, ++running);
          try {
            return await harness.stage.kms.send(command);
          } finally {
            running--;
          }
        },
      } as unknown as KMSClient;
      await harness.open({ kms: counted, concurrency: 5 }).getAll();
      assert.equal(most, 5);
    });
  });

  describe('getMany', () => {
    it('reads the requested secrets, and reports the missing ones', async () => {
      await harness.credstash.putAll({ a: '1', b: '2', c: '3' });
      const answer = await harness.credstash.getMany(['c', 'nothing', 'a', 'a']);
      assert.deepEqual(valuesOf(answer), { a: '1', c: '3' });
      assert.deepEqual(
        answer.failures.map(({ name, error }) => [name, error.message]),
        [['nothing', 'There is no secret "nothing" in the table.']],
      );
    });

    it('reads one version of each', async () => {
      await harness.credstash.put('a', 'first');
      await harness.credstash.put('a', 'second');
      await harness.credstash.put('b', 'first');
      const { secrets, failures } = await harness.credstash.getMany(['a', 'b'], { version: 2 });
      assert.equal(secrets.get('a')?.value, 'second');
      assert.deepEqual(
        failures.map(({ name, version, error }) => [name, version, error.code]),
        [['b', '2', 'SECRET_NOT_FOUND']],
      );
    });
  });
});
