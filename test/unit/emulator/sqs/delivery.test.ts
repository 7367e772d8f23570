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
  it('takes what is visible, in order, up to the maximum', () => {
    const messages = [message('1'), message('2', { visibleAt: now + 1 }), message('3'), message('4')];
    assert.deepEqual(ids(chooseDelivery(messages, { ...rules, max: 2 }).take), ['1', '3']);
  });

  it('gives up what was received as often as the redrive policy allows', () => {
    const messages = [message('1', { receiveCount: 2 }), message('2', { receiveCount: 3 })];
    const { take, giveUp } = chooseDelivery(messages, { ...rules, maxReceiveCount: 3 });
    assert.deepEqual([ids(take), ids(giveUp)], [['1'], ['2']]);
  });

  it('does not give up what somebody still has in hand', () => {
    const messages = [message('1', { receiveCount: 3, receipt: 3, visibleAt: now + 1 })];
    assert.deepEqual(chooseDelivery(messages, { ...rules, maxReceiveCount: 3 }), { take: [], giveUp: [] });
  });

  it('keeps everything where there is no redrive policy', () => {
    assert.deepEqual(ids(chooseDelivery([message('1', { receiveCount: 999 })], rules).take), ['1']);
  });

  it('holds a group of a FIFO queue behind its message in hand', () => {
    const messages = [
      message('a1', { groupId: 'a', visibleAt: now + 1 }),
      message('b1', { groupId: 'b' }),
      message('a2', { groupId: 'a' }),
      message('b2', { groupId: 'b' }),
    ];
    assert.deepEqual(ids(chooseDelivery(messages, { ...rules, fifo: true }).take), ['b1', 'b2']);
  });
});
