import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { denied, first, second, throttled, useCredstash, valuesOf } from './harness.js';

const writer = fileURLToPath(new URL('writer-process.ts', import.meta.url));

describe('credstash writes', function () {
  this.timeout(120_000);
  const harness = useCredstash();

  async function writeInProcess(values: string[]): Promise<string[]> {
    const task = { client: harness.stage.client, table: harness.table, name: 'raced', values };
    const env = { ...process.env, TASK: JSON.stringify(task) };
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', writer], { env });
    return JSON.parse(stdout);
  }

  describe('putAll', () => {
    it('stores each secret as its next version, and returns the versions', async () => {
      await harness.credstash.put('b', 'old');
      const outcomes = await harness.credstash.putAll(
        { a: '1', b: '2' },
        { comment: 'a note', digest: 'SHA512' },
      );
      assert.deepEqual(outcomes, [
        { name: 'a', version: first },
        { name: 'b', version: second },
      ]);
      const { value, comment, digest } = await harness.credstash.read('b');
      assert.deepEqual({ value, comment, digest }, { value: '2', comment: 'a note', digest: 'SHA512' });
    });

    it('stores the other secrets when some are refused', async () => {
      const outcomes = await harness.credstash.putAll({ '': 'v', good: 'v', bad: 'half a \ud83d' });
      assert.deepEqual(
        outcomes.map((outcome) => ('error' in outcome ? outcome.error.code : outcome.version)),
        ['INVALID_NAME', first, 'INVALID_VALUE'],
      );
      assert.deepEqual(await harness.credstash.keys(), ['good']);
    });

    it('stores each secret once, despite throttling and lost responses', async () => {
      let lost = 0;
      harness.stage.fail((call, index) => {
        if (call.service === 'dynamodb' && index % 3 === 0) return throttled;
        return call.operation === 'PutItem' && ++lost <= 5 ? { type: 'lost-answer' } : undefined;
      });
      const entries = Object.fromEntries(
        Array.from({ length: 30 }, (_, index) => [`k${index}`, `v${index}`]),
      );
      const outcomes = await harness.credstash.putAll(entries);
      harness.stage.clearFaults();
      assert.deepEqual(
        outcomes,
        Object.keys(entries).map((name) => ({ name, version: first })),
      );
      assert.equal((await harness.credstash.list()).length, 30);
      assert.deepEqual(valuesOf(await harness.credstash.getAll()), entries);
    });
  });

  describe('put', () => {
    it('writes 50 versions without a gap for 50 independent writers', async () => {
      const writers = Array.from({ length: 50 }, () => harness.open());
      const stored = await Promise.all(writers.map((writer, index) => writer.put('raced', `value ${index}`)));
      const expected = writers.map((_, index) => String(index + 1).padStart(19, '0'));
      assert.deepEqual(stored.map(({ version }) => version).sort(), expected);
      assert.deepEqual(
        (await harness.credstash.versions('raced')).map(({ version }) => version).reverse(),
        expected,
      );
    });

    it('writes 50 versions without a gap for 5 processes, and loses no value', async () => {
      const written = await Promise.all(
        Array.from({ length: 5 }, async (_, process) => {
          const values = Array.from({ length: 10 }, (_, index) => `value ${index} of ${process}`);
          const versions = await writeInProcess(values);
          return versions.map((version, index) => [version, values[index]] as const);
        }),
      );
      const byVersion = written.flat().sort(([a], [b]) => (a < b ? -1 : 1));
      const expected = byVersion.map((_, index) => String(index + 1).padStart(19, '0'));
      assert.equal(byVersion.length, 50);
      assert.deepEqual(
        byVersion.map(([version]) => version),
        expected,
      );
      for (const [version, value] of byVersion) {
        assert.equal(await harness.credstash.get('raced', { version }), value);
      }
    });

    it('reads the latest version while KMS generates the data key', async () => {
      const queried = new Promise<void>((resolve) => {
        harness.stage.faults = ({ operation }) => {
          if (operation === 'Query') resolve();
          return undefined;
        };
      });
      const kms = {
        send: async (command: GenerateDataKeyCommand) => {
          await queried;
          return await harness.stage.kms.send(command);
        },
      } as unknown as KMSClient;
      assert.deepEqual(await harness.open({ kms }).put('a', 'v'), { version: first });
    });

    it('continues with the next put when one gets no data key', async () => {
      let refused = 0;
      harness.stage.faults = ({ operation }) =>
        operation === 'GenerateDataKey' && refused++ === 0 ? denied : undefined;
      const outcomes = await Promise.allSettled(['1', '2', '3'].map((v) => harness.credstash.put('a', v)));
      const failed = outcomes.filter((outcome) => outcome.status === 'rejected');
      assert.deepEqual(
        failed.map(({ reason }) => reason.code),
        ['KMS_UNAVAILABLE'],
      );
      assert.deepEqual(
        (await harness.credstash.versions('a')).map(({ version }) => version),
        [second, first],
      );
    });

    it('counts on above the largest safe integer', async () => {
      await harness.credstash.put('a', 'v', { version: 2n ** 53n });
      assert.deepEqual(await harness.credstash.put('a', 'w'), { version: '0009007199254740993' });
      assert.equal(await harness.credstash.get('a'), 'w');
    });

    it('refuses a version that would sort below the latest, unless it is forced', async () => {
      await harness.credstash.put('a', 'v', { version: 5 });
      await assert.rejects(harness.credstash.put('a', 'w', { version: 4 }), {
        name: 'VersionBelowLatest',
        code: 'VERSION_BELOW_LATEST',
        secret: 'a',
        version: '0000000000000000004',
        latest: '0000000000000000005',
        message:
          'Version 0000000000000000004 of "a" would sort below its latest, 0000000000000000005, and never be read as the latest. Leave the version out to get the next one, or force it.',
      });
      await harness.credstash.put('a', 'w', { version: 4, force: true });
      assert.equal(await harness.credstash.get('a', { version: 4 }), 'w');
      assert.equal(await harness.credstash.get('a'), 'v');
      await assert.rejects(harness.credstash.put('a', 'x', { version: 4 }), { code: 'VERSION_EXISTS' });
    });
  });

  describe('keys and delete', () => {
    it('lists every name once, sorted', async () => {
      await harness.credstash.putAll({ b: '1', a: '1' });
      await harness.credstash.put('b', '2');
      assert.deepEqual(await harness.credstash.keys(), ['a', 'b']);
    });

    it('deletes every version, or one, and returns the deleted ones', async () => {
      for (const value of ['1', '2', '3']) await harness.credstash.put('a', value);
      assert.deepEqual(await harness.credstash.delete('a', { version: 2 }), [second]);
      assert.deepEqual(await harness.credstash.delete('a', { version: 2 }), []);
      assert.deepEqual(await harness.credstash.delete('a'), ['0000000000000000003', first]);
      assert.deepEqual(await harness.credstash.delete('a'), []);
      assert.equal(await harness.credstash.find('a'), undefined);
    });

    it('keeps the latest version to the last, so that an interruption leaves it', async () => {
      for (let version = 1; version <= 30; version++) await harness.credstash.put('a', `v${version}`);
      let deleted = 0;
      harness.stage.fail((call) => (call.operation === 'DeleteItem' && ++deleted > 10 ? denied : undefined));
      await assert.rejects(harness.credstash.delete('a'), { code: 'STORE_UNAVAILABLE' });
      harness.stage.clearFaults();
      assert.equal(await harness.credstash.get('a'), 'v30');
      assert.equal((await harness.credstash.delete('a'))[0], '0000000000000000030');
    });
  });

  describe('the cache', () => {
    it('asks AWS once within its lifetime, and again after a write', async () => {
      let calls = 0;
      const cached = harness.open({ cache: { lifetime: 60_000 } });
      await cached.put('a', 'old');
      harness.stage.faults = (call) => {
        if (call.operation === 'Decrypt') calls++;
        return undefined;
      };
      assert.deepEqual(await Promise.all([cached.get('a'), cached.get('a'), cached.get('a')]), [
        'old',
        'old',
        'old',
      ]);
      assert.equal(await cached.get('a'), 'old');
      assert.equal(calls, 1);
      await cached.put('a', 'new');
      assert.equal(await cached.get('a'), 'new');
      assert.equal(calls, 2);
      await cached.delete('a');
      assert.equal(await cached.find('a'), undefined);
    });

    it('keeps no failure', async () => {
      const cached = harness.open({ cache: { lifetime: 60_000 } });
      await assert.rejects(cached.get('a'), { code: 'SECRET_NOT_FOUND' });
      await harness.credstash.put('a', 'v');
      assert.equal(await cached.get('a'), 'v');
    });
  });
});
