import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
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

  it('finds every change again without having been closed', () => {
    const journal = new Journal<Entry>(file);
    journal.put('a', { body: 'first', count: 0 });
    journal.put('b', { body: 'second', count: 0 });
    journal.patch('a', { count: 1 });
    journal.drop('b');
    journal.patch('b', { count: 1 });
    assert.deepEqual([...new Journal<Entry>(file).values()], [{ body: 'first', count: 1 }]);
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

  it('does not grow with changes that no longer matter', () => {
    const journal = new Journal<Entry>(file);
    const body = 'x'.repeat(1000);
    for (let round = 0; round < 5000; round += 1) {
      journal.put('a', { body, count: round });
      journal.drop('a');
    }
    journal.put('b', { body: 'kept', count: 0 });
    assert.ok(statSync(file).size < 2_100_000, `${statSync(file).size} bytes`);
    assert.deepEqual([...new Journal<Entry>(file).values()], [{ body: 'kept', count: 0 }]);
  });
});
