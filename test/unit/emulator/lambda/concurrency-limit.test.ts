import assert from 'node:assert/strict';
import { ConcurrencyLimit } from '../../../../src/emulator/lambda/execution/concurrency-limit.js';

/** Enters and records when it has a slot. */
function enter(limit: ConcurrencyLimit, name: string, entered: string[], label: string) {
  return limit.enter(name).then((leave) => {
    entered.push(label);
    return leave;
  });
}

describe('ConcurrencyLimit', () => {
  it('lets calls of one function wait beyond the limit, in order of arrival', async () => {
    const limit = new ConcurrencyLimit(2);
    const entered: string[] = [];
    const [first, , third, fourth] = ['1', '2', '3', '4'].map((label) => enter(limit, 'a', entered, label));
    const leaveFirst = await first;
    const leaveOther = await enter(limit, 'b', entered, 'b');
    assert.deepEqual(entered, ['1', '2', 'b']);
    leaveFirst?.();
    const leaveThird = await third;
    assert.deepEqual(entered, ['1', '2', 'b', '3']);
    leaveThird?.();
    await fourth;
    assert.deepEqual(entered, ['1', '2', 'b', '3', '4']);
    leaveOther();
  });

  it('frees a slot that nobody waits for', async () => {
    const limit = new ConcurrencyLimit(1);
    const entered: string[] = [];
    (await enter(limit, 'a', entered, '1'))();
    const leave = await enter(limit, 'a', entered, '2');
    const third = enter(limit, 'a', entered, '3');
    await enter(limit, 'b', entered, 'b');
    assert.deepEqual(entered, ['1', '2', 'b']);
    leave();
    await third;
    assert.deepEqual(entered, ['1', '2', 'b', '3']);
  });
});
