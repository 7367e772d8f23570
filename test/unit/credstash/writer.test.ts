import assert from 'node:assert/strict';
import { deleteVersions, putEntries } from '../../../src/credstash/bulk-write.js';
import { createWriter, type Writer } from '../../../src/credstash/writer.js';
import { MemoryTable } from './memory-table.js';

const padded = (version: number | string) => String(version).padStart(19, '0');

describe('credstash writes', () => {
  let table: MemoryTable;
  let writer: Writer;

  beforeEach(() => {
    table = new MemoryTable();
    writer = createWriter(table.reads, table.writes, table.dataKeys);
  });

  const versions = () => table.items.map(({ version }) => version?.S);

  describe('put', () => {
    it('counts up from the latest version', async () => {
      assert.deepEqual(await writer.put('a', 'one'), { version: padded(1) });
      assert.deepEqual(await writer.put('a', 'two'), { version: padded(2) });
    });

    it('takes the next version when another writer was faster', async () => {
      await table.store('a', padded(1), 'of another writer');
      let reads = 0;
      const stale = {
        ...table.reads,
        findLatestVersion: async (name: string) =>
          reads++ === 0 ? undefined : await table.reads.findLatestVersion(name),
      };
      const { put } = createWriter(stale, table.writes, table.dataKeys);
      assert.deepEqual(await put('a', 'ours'), { version: padded(2) });
    });

    it('writes one after the other, also when one has ended and the next has not', async () => {
      let attempts = 0;
      const writes: typeof table.writes = {
        ...table.writes,
        add: async (row) => {
          attempts += 1;
          return await table.writes.add(row);
        },
      };
      const { put } = createWriter(table.reads, writes, table.dataKeys);
      const [first, second] = [put('a', 'one'), put('a', 'two')];
      await first;
      await Promise.all([second, put('a', 'three')]);
      assert.deepEqual(versions(), [padded(1), padded(2), padded(3)]);
      assert.equal(attempts, 3);
    });

    it('fails after 500 versions that other writers took', async () => {
      let attempts = 0;
      const writes = { ...table.writes, add: async () => ++attempts < 0 };
      const { put } = createWriter(table.reads, writes, table.dataKeys);
      await assert.rejects(put('a', 'v'), { code: 'VERSION_EXISTS', secret: 'a' });
      assert.equal(attempts, 500);
    });

    it('recognizes its own row by the wrapped key, and refuses that of another writer', async () => {
      await table.store('a', padded(1), 'of another writer');
      await assert.rejects(writer.put('a', 'ours', { version: 1 }), {
        code: 'VERSION_EXISTS',
        version: padded(1),
      });
      const lostAnswer = {
        ...table.writes,
        add: async (row: Parameters<typeof table.writes.add>[0]) => {
          await table.writes.add(row);
          return false;
        },
      };
      const { put } = createWriter(table.reads, lostAnswer, table.dataKeys);
      assert.deepEqual(await put('a', 'ours', { version: 2 }), { version: padded(2) });
    });

    it('refuses a version below the latest, whether it exists or not, and accepts any above it', async () => {
      await table.store('a', padded(5), 'five');
      await table.store('a', padded(3), 'three');
      await assert.rejects(writer.put('a', 'v', { version: 4 }), {
        code: 'VERSION_BELOW_LATEST',
        latest: padded(5),
      });
      await assert.rejects(writer.put('a', 'v', { version: 3 }), { code: 'VERSION_EXISTS' });
      assert.deepEqual(await writer.put('a', 'v', { version: 7 }), { version: padded(7) });
      assert.deepEqual(await writer.put('a', 'v', { version: 4, force: true }), { version: padded(4) });
    });

    it('writes an SHA256 digest by default, and a comment only if it has one', async () => {
      await writer.put('a', 'v', { comment: '' });
      await writer.put('b', 'v', { comment: 'a note', digest: 'MD5' });
      assert.deepEqual(
        table.items.map(({ digest, comment }) => [digest?.S, comment?.S]),
        [
          ['SHA256', undefined],
          ['MD5', 'a note'],
        ],
      );
    });

    it('refuses a name before it asks for a data key', async () => {
      const generate = () => Promise.reject(new Error('no data key was to be generated'));
      const { put } = createWriter(table.reads, table.writes, { generate });
      await assert.rejects(put('', 'v'), { code: 'INVALID_NAME' });
      await assert.rejects(put('a', 'v', { version: -1 }), { code: 'INVALID_VERSION' });
    });
  });

  describe('putEntries', () => {
    it('reports each entry in its order, and stores the others when one is refused', async () => {
      const outcomes = await putEntries(writer, { b: 'v', '': 'v', a: 'v' }, { comment: 'a note' }, 4);
      assert.deepEqual(
        outcomes.map((outcome) => ('error' in outcome ? outcome.error.code : outcome)),
        [{ name: 'b', version: padded(1) }, 'INVALID_NAME', { name: 'a', version: padded(1) }],
      );
      assert.deepEqual(
        table.items.map(({ comment }) => comment?.S),
        ['a note', 'a note'],
      );
    });

    it('rethrows an unexpected error', async () => {
      const put = () => Promise.reject(new TypeError('a fault in the code'));
      await assert.rejects(putEntries({ put }, { a: 'v' }, {}, 4), { name: 'TypeError' });
    });
  });

  describe('deleteVersions', () => {
    const remove = (version?: number | string) =>
      deleteVersions(table.reads, table.writes, { name: 'a', version }, 4);

    beforeEach(async () => {
      for (const version of [padded(1), padded(2), '2', padded(3)]) await table.store('a', version, 'v');
      await table.store('b', padded(2), 'v');
    });

    it('deletes both forms of one version, of this secret only', async () => {
      assert.deepEqual(await remove(2), ['2', padded(2)]);
      assert.deepEqual(versions(), [padded(1), padded(3), padded(2)]);
      assert.deepEqual(await remove(2), []);
    });

    it('deletes the latest version last', async () => {
      for (const version of [1, 2, 3]) await table.store('c', padded(version), 'v');
      const deleted: string[] = [];
      const writes = {
        ...table.writes,
        remove: async (_: string, version: string) => void deleted.push(version),
      };
      await deleteVersions(table.reads, writes, { name: 'c', version: undefined }, 4);
      assert.deepEqual(deleted, [padded(2), padded(1), padded(3)]);
    });
  });
});
