import assert from 'node:assert/strict';
import { type BulkReads, readNames, readTable, type Secrets } from '../../../src/credstash/bulk-read.js';
import { findSecret } from '../../../src/credstash/reader.js';
import { MemoryTable } from './memory-table.js';

const padded = (version: number | string) => String(version).padStart(19, '0');

describe('bulk reads', () => {
  let table: MemoryTable;
  let bulk: BulkReads;

  beforeEach(() => {
    table = new MemoryTable();
    bulk = { reads: table.reads, scans: table.scans, unwrap: table.unwrap, concurrency: 4 };
  });

  const valuesOf = ({ secrets }: Secrets) => [...secrets].map(([name, { value }]) => [name, value]);
  const failuresOf = ({ failures }: Secrets) =>
    failures.map(({ name, version, error }) => [name, version, error.code]);

  describe('readTable', () => {
    it('reads the latest version, whatever the order of the table', async () => {
      await table.store('b', padded(2), 'second');
      await table.store('b', padded(10), 'tenth');
      await table.store('b', padded(1), 'first');
      await table.store('a', padded(1), 'only');
      assert.deepEqual(valuesOf(await readTable(bulk, '', undefined)), [
        ['a', 'only'],
        ['b', 'tenth'],
      ]);
    });

    it('reads only names with the prefix', async () => {
      await table.store('live/a', padded(1), 'live');
      await table.store('sandbox/a', padded(1), 'sandbox');
      assert.deepEqual(valuesOf(await readTable(bulk, 'live/', undefined)), [['live/a', 'live']]);
    });

    for (const order of [
      ['2', padded(2)],
      [padded(2), '2'],
    ]) {
      it(`prefers the padded form of a version when the table has ${order.join(' before ')}`, async () => {
        for (const version of order) await table.store('a', version, `stored as ${version}`);
        await table.store('a', padded(3), 'newer');
        assert.deepEqual(valuesOf(await readTable(bulk, '', 2)), [['a', `stored as ${padded(2)}`]]);
      });
    }

    it('reads the unpadded form of a version when there is no other', async () => {
      await table.store('a', padded(1), 'first');
      await table.store('a', '2', 'second');
      await table.store('a', padded(3), 'third');
      assert.deepEqual(valuesOf(await readTable(bulk, '', 2)), [['a', 'second']]);
    });

    it('leaves out secrets without the version', async () => {
      await table.store('a', padded(1), 'first');
      assert.deepEqual(await readTable(bulk, '', 2), { secrets: new Map(), failures: [] });
    });

    it('reports a row that cannot be trusted with its version, and reads the rest', async () => {
      await table.store('b', padded(1), 'intact');
      for (const name of ['c', 'a']) {
        await table.store(name, padded(7), 'altered');
        table.items.push({ ...table.items.pop(), hmac: { S: '00' } });
      }
      const read = await readTable(bulk, '', undefined);
      assert.deepEqual(valuesOf(read), [['b', 'intact']]);
      assert.deepEqual(failuresOf(read), [
        ['a', padded(7), 'INTEGRITY_ERROR'],
        ['c', padded(7), 'INTEGRITY_ERROR'],
      ]);
    });

    it('rethrows an unexpected error', async () => {
      await table.store('a', padded(1), 'value');
      const unwrap = () => Promise.reject(new TypeError('a fault in the code'));
      await assert.rejects(readTable({ ...bulk, unwrap }, '', undefined), {
        name: 'TypeError',
        message: 'a fault in the code',
      });
    });
  });

  describe('readNames', () => {
    it('reads each name once, sorted', async () => {
      for (const name of ['b', 'c', 'a', 'other']) await table.store(name, padded(1), `value of ${name}`);
      const asked: string[] = [];
      const reads: typeof table.reads = {
        ...table.reads,
        findLatest: async (name) => {
          asked.push(name);
          return await table.reads.findLatest(name);
        },
      };
      assert.deepEqual(valuesOf(await readNames({ ...bulk, reads }, ['b', 'c', 'a', 'b'], undefined)), [
        ['a', 'value of a'],
        ['b', 'value of b'],
        ['c', 'value of c'],
      ]);
      assert.deepEqual(asked, ['b', 'c', 'a']);
    });

    it('reports each name that cannot be read, with the requested version', async () => {
      await table.store('a', padded(1), 'value');
      const long = 'x'.repeat(2049);
      assert.deepEqual(failuresOf(await readNames(bulk, ['nothing', long], undefined)), [
        ['nothing', undefined, 'SECRET_NOT_FOUND'],
        [long, undefined, 'INVALID_NAME'],
      ]);
      const { failures } = await readNames(bulk, ['a', long], 9);
      assert.deepEqual(
        failures.map(({ version, error }) => [version, error.message]),
        [
          ['9', 'There is no secret "a" version 9 in the table.'],
          ['9', "A secret's name must have at most 2048 bytes."],
        ],
      );
      const [unversioned] = (await readNames(bulk, ['nothing'], undefined)).failures;
      assert.equal(unversioned?.error.message, 'There is no secret "nothing" in the table.');
      assert.deepEqual(Object.keys(unversioned ?? {}), ['name', 'error']);
    });
  });

  describe('findSecret', () => {
    it('prefers the padded form of a version, and falls back to the unpadded one', async () => {
      for (const version of ['2', padded(2), '3']) await table.store('a', version, `stored as ${version}`);
      const find = async (version: number) =>
        (await findSecret(table.reads, table.unwrap, 'a', version))?.value;
      assert.equal(await find(2), `stored as ${padded(2)}`);
      assert.equal(await find(3), 'stored as 3');
      assert.equal(await find(4), undefined);
    });
  });
});
