import assert from 'node:assert/strict';
import { merge } from '../../../src/logs/merge.js';
import { versionOf } from '../../../src/logs/pages.js';
import { filterPattern } from '../../../src/logs/pattern.js';
import type { LogEvent } from '../../../src/logs/types.js';

describe('merge', () => {
  async function* log(name: string, ...timestamps: number[]): AsyncGenerator<LogEvent> {
    for (const timestamp of timestamps) {
      yield { source: { name, group: name }, id: '', timestamp, stream: '', message: `${name}${timestamp}` };
    }
  }
  async function merged(...logs: AsyncGenerator<LogEvent>[]): Promise<string[]> {
    const messages: string[] = [];
    for await (const { message } of merge(logs)) messages.push(message);
    return messages;
  }

  it('sorts the events of all logs by time', async () => {
    assert.deepEqual(await merged(log('a', 1, 4, 5), log('b'), log('c', 2, 3, 6)), [
      'a1',
      'c2',
      'c3',
      'a4',
      'a5',
      'c6',
    ]);
  });

  it('keeps the order of the logs at the same time', async () => {
    assert.deepEqual(await merged(log('a', 1, 1), log('b', 1)), ['a1', 'a1', 'b1']);
  });

  it('returns nothing of no logs', async () => {
    assert.deepEqual(await merged(), []);
  });
});

describe('versionOf', () => {
  const streams: [string, string | undefined][] = [
    ['2026/11/24/[12]0f3a', '12'],
    ['2026/11/24/[$LATEST]0f3a', '$LATEST'],
    ['2026/11/24/0f3a', undefined],
    ['2026/11/24/[x]0f3a', undefined],
  ];
  for (const [stream, version] of streams) {
    it(`reads ${version} in ${stream}`, () => {
      assert.equal(versionOf(stream), version);
    });
  }
});

describe('filterPattern', () => {
  for (const pattern of ['{ $.a = 1 }', '[a, b]', '"a phrase"', '?a ?b', '%a|b%', '-a']) {
    it(`passes on ${pattern}`, () => {
      assert.equal(filterPattern(pattern), pattern);
    });
  }

  it('quotes plain text', () => {
    assert.equal(filterPattern('no answer'), '"no answer"');
    assert.equal(filterPattern('a "b" \\ c'), '"a \\"b\\" \\\\ c"');
  });
});
