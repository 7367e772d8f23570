import assert from 'node:assert/strict';
import { messageIn, readEvent } from '../../../../src/chat/slack/event.js';

const mention = { type: 'app_mention', user: 'U0ANA', text: 'help', channel: 'C0X', ts: '1.5' };
const message = (event: object) => {
  const read = readEvent({ type: 'event_callback', event_id: 'Ev1', event });
  return read && messageIn(read);
};

describe('readEvent and messageIn', () => {
  it('read a mention, which begins a thread', () => {
    assert.deepEqual(message(mention), {
      user: 'U0ANA',
      text: 'help',
      channel: 'C0X',
      ts: '1.5',
      thread: '1.5',
      isMention: true,
      isDirect: false,
    });
  });

  it('read a direct message in a thread', () => {
    const direct = { ...mention, type: 'message', channel_type: 'im', thread_ts: '1.1' };
    const { thread, isMention, isDirect } = message(direct) ?? {};
    assert.deepEqual({ thread, isMention, isDirect }, { thread: '1.1', isMention: false, isDirect: true });
  });

  const ignored: [string, object][] = [
    ['another type', { ...mention, type: 'reaction_added' }],
    ['a subtype', { ...mention, type: 'message', subtype: 'message_changed' }],
    ['another program', { ...mention, bot_id: 'B0X' }],
    ['no user', { ...mention, user: undefined }],
    ['an empty text', { ...mention, text: '' }],
    ['no channel', { ...mention, channel: undefined }],
    ['no time', { ...mention, ts: undefined }],
  ];
  for (const [what, event] of ignored) {
    it(`ignore an event with ${what}`, () => {
      assert.equal(message(event), undefined);
    });
  }

  it('ignore everything that is not an event', () => {
    for (const body of [undefined, 'x', {}, { type: 'url_verification', event_id: 'Ev1', event: mention }]) {
      assert.equal(readEvent(body), undefined);
    }
  });
});
