import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal } from '../../../src/emulator/journal.js';

interface Entry {
  readonly body: string;
  readonly count: number;
}

describe('Journal', () => {
  let directory: string;
  let file: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'sbw-journal-'));
    file = join(directory, 'messages.log');
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const lineCount = () => readFileSync(file, 'utf8').split('\n').length - 1;

  it('contains every change after a kill', () => {
    const journal = new Journal<Entry>(file);
    journal.put('a', { body: 'first', count: 0 });
    journal.put('b', { body: 'second', count: 0 });
    journal.patch('a', { count: 1 });
    journal.drop('b');
    journal.patch('b', { count: 1 });
    journal.drop('c');
    assert.equal(lineCount(), 4);
    for (const opened of [journal, new Journal<Entry>(file)]) {
      assert.deepEqual([...opened.values()], [{ body: 'first', count: 1 }]);
      assert.deepEqual([opened.get('a')?.count, opened.get('b')], [1, undefined]);
    }
  });

  it('keeps the order of the first put', () => {
    const journal = new Journal<Entry>(file);
    for (const key of ['b', 'a', 'b']) journal.put(key, { body: key, count: 0 });
    const bodies = [...new Journal<Entry>(file).values()].map(({ body }) => body);
    assert.deepEqual(bodies, ['b', 'a']);
  });

  it('ignores a line that a kill cut short', () => {
    const journal = new Journal<Entry>(file);
    journal.put('a', { body: 'first', count: 0 });
    appendFileSync(file, '{"put":"b","value":{"bo');
    const reopened = new Journal<Entry>(file);
    reopened.put('c', { body: 'third', count: 0 });
    assert.deepEqual(
      [...new Journal<Entry>(file).values()].map(({ body }) => body),
      ['first', 'third'],
    );
  });

  it('ignores a patch of a key that the file does not contain', () => {
    appendFileSync(file, '{"patch":"a","value":{"count":1}}\n');
    assert.deepEqual([...new Journal<Entry>(file).values()], []);
  });

  it('is rewritten after 2,000 lines and two more for each value', () => {
    const journal = new Journal<Entry>(file);
    for (let round = 0; round < 2001; round += 1) journal.put('a', { body: 'x', count: round });
    assert.equal(lineCount(), 2001);
    journal.put('a', { body: 'x', count: 2001 });
    assert.equal(lineCount(), 1);
    for (let round = 0; round < 2000; round += 1) journal.patch('a', { count: round });
    assert.equal(lineCount(), 2001);
    journal.drop('a');
    assert.equal(lineCount(), 0);
    journal.put('b', { body: 'kept', count: 0 });
    assert.deepEqual([...new Journal<Entry>(file).values()], [{ body: 'kept', count: 0 }]);
  });

  it('is readable by its owner only, before and after it was opened again', () => {
    for (let round = 0; round < 2; round += 1) {
      new Journal<Entry>(file).close();
      assert.equal(statSync(file).mode & 0o777, 0o600);
    }
  });

  it('writes nothing after it was closed, twice', () => {
    const journal = new Journal<Entry>(file);
    journal.close();
    journal.close();
    assert.throws(() => journal.put('a', { body: 'x', count: 0 }), { code: 'ERR_OUT_OF_RANGE' });
  });
});
