import assert from 'node:assert/strict';
import { chooseDelivery } from '../../../../src/emulator/sqs/delivery.js';
import type { Message } from '../../../../src/emulator/sqs/message.js';

const now = 1_000_000;
const rules = { now, max: 10, fifo: false, maxReceiveCount: undefined };

function message(id: string, changes: Partial<Message> = {}): Message {
  return { id, body: '', attributes: {}, sentAt: 0, visibleAt: 0, receiveCount: 0, receipt: 0, ...changes };
}

const ids = (messages: readonly Message[]) => messages.map(({ id }) => id);

describe('chooseDelivery', () => {
  it('delivers visible messages in order, up to the maximum', () => {
    const messages = [
      message('1'),
      message('2', { visibleAt: now + 1 }),
      message('3', { visibleAt: now }),
      message('4'),
    ];
    assert.deepEqual(ids(chooseDelivery(messages, { ...rules, max: 2 }).deliver), ['1', '3']);
  });

  it('returns as dead letters what was received maxReceiveCount times', () => {
    const messages = [message('1', { receiveCount: 2 }), message('2', { receiveCount: 3 })];
    const { deliver, deadLetters } = chooseDelivery(messages, { ...rules, maxReceiveCount: 3 });
    assert.deepEqual([ids(deliver), ids(deadLetters)], [['1'], ['2']]);
  });

  it('returns no dead letter that is in flight', () => {
    const messages = [message('1', { receiveCount: 3, receipt: 3, visibleAt: now + 1 })];
    assert.deepEqual(chooseDelivery(messages, { ...rules, maxReceiveCount: 3 }), {
      deliver: [],
      deadLetters: [],
    });
  });

  it('delivers every message without a redrive policy', () => {
    assert.deepEqual(ids(chooseDelivery([message('1', { receiveCount: 999 })], rules).deliver), ['1']);
  });

  it('blocks a group of a FIFO queue while one of its messages is in flight', () => {
    const messages = [
      message('a1', { groupId: 'a', visibleAt: now + 1 }),
      message('b1', { groupId: 'b' }),
      message('a2', { groupId: 'a' }),
      message('b2', { groupId: 'b' }),
    ];
    assert.deepEqual(ids(chooseDelivery(messages, { ...rules, fifo: true }).deliver), ['b1', 'b2']);
    assert.deepEqual(ids(chooseDelivery(messages, rules).deliver), ['b1', 'a2', 'b2']);
  });
});
