import assert from 'node:assert/strict';
import type { Project } from '../../../src/project/index.js';
import { BOT, BOT_TOKEN, CHANNEL, FakeSlack } from '../../support/fake-slack.js';
import { ANA, BIA, CAIO, GROUP, type SlackBot, startBot, thisProject } from '../../support/slack-bot.js';
import { until } from '../../support/until.js';

describe('sbw chat in Slack', () => {
  let slack: FakeSlack;
  let project: Project;
  let bot: SlackBot;

  before(async () => {
    project = await thisProject();
  });
  beforeEach(async () => {
    slack = await FakeSlack.start();
    Object.assign(slack.names, { [ANA]: 'Ana Lima', [BIA]: 'Bia Reis', [CAIO]: 'Caio <!channel>' });
    slack.groups[GROUP] = [BIA];
    bot = await startBot(slack, project);
  });
  afterEach(async () => {
    await bot.stop();
    await slack.stop();
  });

  const ask = (user: string, sentence: string) => slack.say({ user, text: `<@${BOT}> ${sentence}` });

  it('answers in the thread of the question', async () => {
    const thread = await ask(ANA, 'help');
    const { channel } = await slack.answered(
      thread,
      /^Say one of:\n {2}deploy &lt;service&gt;\/&lt;ref&gt; to/,
    );
    assert.equal(channel, CHANNEL);
  });

  it('refuses a person without permission, and pings nobody with the name', async () => {
    const thread = await ask(CAIO, 'deploy superbowleto/master to production');
    const { text } = await slack.answered(thread, /may not/);
    assert.equal(
      text,
      'Caio &lt;!channel&gt; (U0CAIO) may not deploy in live from here; nothing was changed. ' +
        'Who may do what, says chat.permissions in superbowleto.yml.',
    );
  });

  it('reads links and quotes as a person does', async () => {
    const thread = await ask(CAIO, 'deploy superbowleto/<http://v1.io|v1.io> to `live`&amp;co');
    await slack.answered(thread, /^I do not understand "deploy superbowleto\/v1\.io to `live`&amp;co"/);
  });

  it('responds to its name without a mention, and ignores what people say to each other', async () => {
    const between = await slack.say({ user: ANA, type: 'message', text: 'help' });
    const called = await slack.say({ user: ANA, type: 'message', text: 'Sharon help' });
    await slack.answered(called, /^Say one of/);
    assert.deepEqual(slack.inThread(between), []);
  });

  it('ignores itself, other bots, and edits', async () => {
    const text = `<@${BOT}> help`;
    const silent = [
      await slack.say({ user: BOT, text }),
      await slack.say({ user: ANA, text, bot_id: 'B0OTHER' }),
      await slack.say({ user: ANA, text, type: 'message', subtype: 'message_changed' }),
    ];
    await slack.answered(await ask(ANA, 'help'), /^Say one of/);
    assert.deepEqual(
      slack.posted.filter(({ thread }) => silent.includes(thread ?? '')),
      [],
    );
  });

  it('runs a request once when Slack sends it again, or as a mention and as a message', async () => {
    const event = slack.event({ user: ANA, text: `<@${BOT}> help` });
    const { ts } = event.event;
    await slack.send(event);
    await slack.send({ ...event, retry_attempt: 1 });
    await slack.send(slack.event({ user: ANA, type: 'message', text: `<@${BOT}> help`, ts }));
    await slack.answered(await ask(ANA, 'help'), /^Say one of/);
    assert.equal(slack.inThread(ts).length, 1);
  });

  it('ignores a message that arrives more than five minutes late, and reports it', async () => {
    const ts = `${Math.floor(Date.now() / 1_000) - 301}.000001`;
    await slack.say({ user: ANA, text: `<@${BOT}> help`, ts });
    await until('it is reported', () =>
      bot.reported.includes(`Too old to be done: what ${ANA} said at ${ts}`),
    );
    assert.deepEqual(slack.inThread(ts), []);
  });

  it('waits as long as Slack asks when it is rate-limited', async () => {
    slack.limit('chat.postMessage', 1);
    const thread = await ask(ANA, 'help');
    await slack.answered(thread, /^Say one of/);
    assert.equal(slack.calls.filter((method) => method === 'chat.postMessage').length, 2);
  });

  for (const how of ['refresh', 'cut'] as const) {
    it(
      how === 'cut'
        ? 'connects again after a lost connection'
        : 'connects again when Slack closes the connection',
      async () => {
        slack[how]();
        await until('a second connection', () => slack.connections === 2);
        await slack.answered(await ask(ANA, 'help'), /^Say one of/);
      },
    );
  }

  describe('with a change that a second person has to confirm', () => {
    let thread: string;

    beforeEach(async () => {
      thread = await ask(ANA, 'rotate password of production');
      await slack.answered(
        thread,
        /^Ana Lima \(U0ANA\) asks to rotate the password of live\. Another person/,
      );
    });

    const say = (user: string, text: string) => slack.say({ user, text, type: 'message', thread_ts: thread });

    it('refuses the person who asked', async () => {
      await say(ANA, 'confirm');
      await slack.answered(
        thread,
        /^Ana Lima \(U0ANA\) has asked for it, and another person has to confirm it\.$/,
      );
    });

    it('refuses a person without the permission', async () => {
      await say(CAIO, 'confirm');
      await slack.answered(thread, /^Caio .* may not rotate-password in live/);
    });

    it('accepts "yes" and "no" only when they are said to the bot', async () => {
      await say(BIA, 'yes');
      await say(BIA, `<@${BOT}> no`);
      await slack.answered(thread, /^Cancelled by Bia Reis \(U0BIA\); nothing was changed\.$/);
      assert.deepEqual(
        slack.inThread(thread).filter(({ text }) => /^(Done|Failed|At work)/.test(text)),
        [],
      );
    });

    it('drops the change when the bot stops, and says so', async () => {
      await bot.stop();
      await slack.answered(thread, /^I was told to stop\. What waited is given up, and nothing was changed/);
    });
  });

  it('refuses a protected environment in a direct message', async () => {
    const thread = await slack.say({
      user: ANA,
      type: 'message',
      text: 'migrate live',
      channel: 'D0ANA',
      channel_type: 'im',
    });
    await slack.answered(
      thread,
      /^Environment live is protected: a second person has to confirm\. Ask in a channel/,
    );
  });

  it('allows nothing without the section chat, and says that it is missing', async () => {
    await bot.stop();
    const { chat, ...without } = project;
    bot = await startBot(slack, without);
    assert.ok(
      bot.reported.some((line) => /has no chat\.permissions, so that nobody may do anything/.test(line)),
    );
    const thread = await ask(ANA, 'status');
    await slack.answered(
      thread,
      /nothing was changed\. superbowleto\.yml has no section chat, so that nobody may do anything\.$/,
    );
  });

  it('ends with the reason when Slack rejects a token, and does not repeat the token', async () => {
    const refused = startBot(slack, project, { tokens: { bot: 'xoxb-wrong', app: 'xapp-wrong' } });
    await assert.rejects(refused, (error: Error & { code: string; exitCode: number }) => {
      assert.equal(error.code, 'SLACK_REFUSED');
      assert.equal(error.exitCode, 2);
      assert.match(error.message, /^Slack does not take the token for auth\.test \(invalid_auth\)\./);
      assert.ok(!JSON.stringify([error, error.message, error.stack]).includes('xoxb-wrong'));
      return true;
    });
    const half = startBot(slack, project, { tokens: { bot: BOT_TOKEN, app: 'xapp-wrong' } });
    await assert.rejects(half, {
      code: 'SLACK_REFUSED',
      message: /apps\.connections\.open \(invalid_auth\)/,
    });
  });

  it('asks Slack about the group for every sentence', async () => {
    const sentence = 'rotate password of live';
    await slack.answered(await ask(BIA, sentence), /^Bia Reis \(U0BIA\) asks to rotate/);
    slack.groups[GROUP] = [];
    await slack.answered(await ask(BIA, sentence), /^Bia Reis \(U0BIA\) may not rotate-password in live/);
  });
});
