import assert from 'node:assert/strict';
import { Progress } from '../../../src/chat/progress.js';
import { ManualClock } from '../../support/manual-clock.js';
import { until } from '../../support/until.js';
import { MemoryThread } from './memory-thread.js';

describe('Progress', () => {
  let clock: ManualClock;
  let thread: MemoryThread;
  let reported: string[];

  beforeEach(() => {
    clock = new ManualClock();
    thread = new MemoryThread('C1 1.1');
    reported = [];
  });

  const begin = (at: MemoryThread = thread) =>
    new Progress(at, 'At work …', { clock, report: (line) => reported.push(line) });

  it('rewrites one message, at most once a second', async () => {
    const progress = begin();
    await clock.slept();
    for (const line of ['one', 'two', 'three']) progress.add(line);
    assert.deepEqual(thread.said, ['At work …']);
    await clock.advance(999);
    assert.deepEqual(thread.said, ['At work …']);
    await clock.advance(1);
    await until('it is rewritten', () => thread.said[0] === 'At work …\none\ntwo\nthree');
  });

  it('shows the remaining lines at the end, without a pause', async () => {
    const progress = begin();
    await clock.slept();
    progress.add('one');
    await progress.end('Done');
    assert.deepEqual(thread.said, ['Done\none']);
  });

  it('shows only the latest of many lines', async () => {
    const progress = begin();
    for (let line = 1; line <= 100; line += 1) progress.add(`line ${line}`);
    await progress.end('Done');
    const lines = (thread.said[0] ?? '').split('\n');
    assert.deepEqual([lines.length, lines[1], lines.at(-1)], [13, 'line 89', 'line 100']);
  });

  it('continues when the chat does not answer, and reports it', async () => {
    const mute = new MemoryThread('C1 1.1');
    mute.begin = async () => {
      throw new Error('no answer');
    };
    const progress = begin(mute);
    progress.add('one');
    await progress.end('Done');
    assert.deepEqual([...new Set(reported)], ['Warning: progress could not be told in chat: no answer']);
  });
});
