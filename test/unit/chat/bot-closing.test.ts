import assert from 'node:assert/strict';
import type { Project } from '../../../src/project/index.js';
import { until } from '../../support/until.js';
import { MemoryThread, saying } from './memory-thread.js';
import { RefusingAws } from './refusing-aws.js';
import { OPS, projectOfTests, ROTATE, TestBot } from './test-bot.js';

const MINUTE = 60_000;

describe('ChatBot, closed or without an answer of the chat', () => {
  let project: Project;
  let test: TestBot;
  let aws: RefusingAws;

  before(async () => {
    project = await projectOfTests();
    aws = await RefusingAws.start();
  });
  after(() => aws?.stop());
  beforeEach(() => {
    aws.reset();
    test = new TestBot(project, aws.endpoint);
  });

  describe('when it is closed', () => {
    it('drops the pending changes, says so, and handles nothing more', async () => {
      await test.askToRotate();
      await test.bot.close();
      await test.hear('Bia', 'confirm', OPS);
      await test.clock.advance(10 * MINUTE);
      assert.deepEqual(test.thread.said.slice(2), [
        'I was told to stop. What waited is given up, and nothing was changed; ask again later.',
      ]);
    });

    it('drops a change that is being planned', async () => {
      let shown = () => {};
      const begin = test.thread.begin.bind(test.thread);
      test.thread.begin = async (text) => {
        await new Promise<void>((resolve) => {
          shown = resolve;
        });
        return await begin(text);
      };
      const handled = test.hear('Ana', ROTATE);
      await until('the plan', () => test.opened.length === 1);
      let isClosed = false;
      const closing = test.bot.close().then(() => {
        isClosed = true;
      });
      await new Promise((resolve) => setImmediate(resolve));
      assert.equal(isClosed, false);
      shown();
      await Promise.all([handled, closing]);
      assert.deepEqual(test.thread.said, [
        'The plan to rotate the password of live is made:',
        'I was told to stop. What waited is given up, and nothing was changed; ask again later.',
      ]);
    });
  });

  it('finishes a running change when it is closed, and says so', async () => {
    let refuse = () => {};
    aws.refusal = new Promise((resolve) => {
      refuse = resolve;
    });
    const handled = test.hear('Eva', 'rotate password of sandbox');
    await until('the first call of the change', () => aws.calls > 0);
    const closing = test.bot.close();
    await until('the word of the bot', () => test.thread.said.length > 0);
    refuse();
    await closing;
    assert.ok(test.thread.said.includes('I was told to stop, and do so when this has come to its end.'));
    assert.match(test.thread.said.at(-1) ?? '', /^Failed\. /);
    await handled;
    const later = new MemoryThread('C1 3.3');
    await test.bot.handle(saying('Eva', 'help', later));
    assert.deepEqual(later.said, []);
  });

  describe('when the chat fails', () => {
    const refuse = async () => {
      throw new Error('channel_is_archived');
    };

    it('reports that nothing could be said, and handles the next message', async () => {
      const broken = new MemoryThread('C2 1.1');
      broken.say = refuse;
      await test.bot.handle(saying('Ana', 'help', broken));
      assert.deepEqual(test.reported, ['Warning: nothing could be said in chat: channel_is_archived']);
      await test.hear('Ana', 'help');
      assert.match(test.thread.said[0] ?? '', /^Say one of:/);
    });

    it('reports it when a change expires', async () => {
      await test.askToRotate();
      test.thread.say = refuse;
      await test.clock.advance(10 * MINUTE);
      assert.deepEqual(test.reported, ['Warning: channel_is_archived']);
    });

    it('reports it when it is closed, and closes all the same', async () => {
      await test.askToRotate();
      test.thread.say = refuse;
      await test.bot.close();
      assert.deepEqual(test.reported, ['Warning: channel_is_archived']);
    });

    it('says why it does not know the person', async () => {
      const message = { ...saying('Ana', 'status', test.thread), speaker: refuse };
      await test.bot.handle(message);
      assert.deepEqual(test.thread.said, ['channel_is_archived']);
    });
  });
});
