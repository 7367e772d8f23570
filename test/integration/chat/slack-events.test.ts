import assert from 'node:assert/strict';
import { EVENTS_PATH } from '../../../src/chat/slack/events.js';
import { signatureOf } from '../../../src/chat/slack/signature.js';
import { BOT, BOT_TOKEN, FakeSlack } from '../../support/fake-slack.js';
import { ANA, type SlackBot, startBot, thisProject } from '../../support/slack-bot.js';

const SECRET = 'of the signature';

describe('sbw chat in Slack, by signed HTTP events', () => {
  let slack: FakeSlack;
  let bot: SlackBot;
  let url: string;

  before(async () => {
    slack = await FakeSlack.start();
    slack.names[ANA] = 'Ana Lima';
    bot = await startBot(slack, await thisProject(), {
      tokens: { bot: BOT_TOKEN, signingSecret: SECRET },
      events: { host: '127.0.0.1', port: 0 },
    });
    url = bot.reported.join('\n').match(/http:\S+/)?.[0] ?? '';
  });
  after(async () => {
    await bot?.stop();
    await slack?.stop();
  });

  const help = () => slack.event({ user: ANA, text: `<@${BOT}> help` });

  async function post(content: unknown, { age = 0, headers = {} as Record<string, string> } = {}) {
    const body = typeof content === 'string' ? content : JSON.stringify(content);
    const timestamp = String(Math.floor(Date.now() / 1_000) - age);
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': signatureOf(timestamp, body, SECRET),
        ...headers,
      },
    });
    return { status: response.status, text: await response.text() };
  }

  async function assertUnheard(sent: ReturnType<typeof help>): Promise<void> {
    const later = help();
    await post(later);
    await slack.answered(later.event.ts, /^Say one of/);
    assert.deepEqual(slack.inThread(sent.event.ts), []);
  }

  it('answers the challenge that proves the address', async () => {
    assert.ok(url.endsWith(EVENTS_PATH));
    const answer = await post({ type: 'url_verification', challenge: '3eZbrw1a' });
    assert.deepEqual(answer, { status: 200, text: '3eZbrw1a' });
  });

  it('answers at once, and in the thread when it is done', async () => {
    const event = help();
    assert.deepEqual(await post(event), { status: 200, text: '' });
    await slack.answered(event.event.ts, /^Say one of/);
  });

  it('does once what Slack sends again', async () => {
    const event = help();
    await post(event);
    await post(event, { headers: { 'x-slack-retry-num': '1' } });
    const later = help();
    await post(later);
    await slack.answered(later.event.ts, /^Say one of/);
    assert.equal(slack.inThread(event.event.ts).length, 1);
  });

  it('refuses what Slack did not sign, and does nothing of it', async () => {
    const event = help();
    const { status } = await post(event, { headers: { 'x-slack-signature': `v0=${'0'.repeat(64)}` } });
    assert.equal(status, 401);
    await assertUnheard(event);
  });

  it('refuses what was signed more than five minutes ago', async () => {
    const event = help();
    assert.equal((await post(event, { age: 302 })).status, 401);
    await assertUnheard(event);
  });

  it('has one path, one method and a largest body', async () => {
    assert.equal((await fetch(new URL('/', url))).status, 404);
    assert.equal((await fetch(url)).status, 405);
    assert.equal((await post('x'.repeat(300_000))).status, 413);
    assert.equal((await post('no JSON')).status, 200);
  });
});
