import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ChatBot } from '../../../src/chat/index.js';
import { type Connection, connect, type Environment, type Project } from '../../../src/project/index.js';
import { ManualClock } from '../../support/manual-clock.js';
import { thisProject } from '../../support/slack-bot.js';
import { until } from '../../support/until.js';
import { MemoryThread, saying } from './memory-thread.js';

const MINUTE = 60_000;
const ROTATE = 'rotate password of production';
const OPS = { groups: ['SOPS'] };

describe('ChatBot', () => {
  let project: Project;
  let clock: ManualClock;
  let bot: ChatBot;
  let thread: MemoryThread;
  let opened: string[];
  let closed: string[];
  let reported: string[];
  let aws: Server;
  /** What AWS waits for before it refuses a call. */
  let refusal: Promise<void>;
  let calls: number;
  const variables = { AWS_ACCESS_KEY_ID: 'TEST', AWS_SECRET_ACCESS_KEY: 'test' };
  const environmentBefore = { ...process.env };

  before(async () => {
    aws = createServer(async (_request, response) => {
      calls++;
      await refusal;
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify({ __type: 'AccessDeniedException', message: 'not allowed' }));
    }).listen(0, '127.0.0.1');
    await once(aws, 'listening');
    Object.assign(process.env, variables);
    project = {
      ...(await thisProject()),
      chat: {
        name: 'sharon',
        names: { production: 'live' },
        confirmWithin: 10,
        permissions: [
          { who: ['UANA', 'SOPS'], operations: ['rotate-password', 'migrate'], environments: ['live'] },
          { who: ['UEVA'], operations: ['rotate-password'], environments: ['sandbox'] },
          { who: ['UDAN'], operations: ['deploy'], environments: ['sandbox'] },
          { who: ['UFAY'], operations: ['status', 'releases'], environments: ['live', 'local'] },
        ],
      },
    };
  });
  after(() => {
    aws.close();
    aws.closeAllConnections();
    for (const name of Object.keys(variables)) {
      if (environmentBefore[name] === undefined) delete process.env[name];
      else process.env[name] = environmentBefore[name];
    }
  });
  beforeEach(() => {
    refusal = Promise.resolve();
    calls = 0;
    clock = new ManualClock();
    thread = new MemoryThread('C1 1.1');
    [opened, closed, reported] = [[], [], []];
    bot = new ChatBot({
      project,
      clock,
      open: (environment) => openOnce(environment),
      describeError: (error) => (error as Error).message,
      report: (line) => reported.push(line),
    });
  });

  /** The first time it opens an environment: planning a rotation makes no call. Later it fails. */
  function openOnce(environment: Environment): Connection {
    opened.push(environment.name);
    if (opened.length > 1) throw new Error(`${environment.name} cannot be reached`);
    const { profile: _, profileFile: __, ...rest } = environment;
    const endpoint = `http://127.0.0.1:${(aws.address() as AddressInfo).port}`;
    const connection = connect({ ...rest, endpoint });
    return Object.defineProperty(connection, 'close', { value: () => closed.push(environment.name) });
  }

  /** Ana asks for a rotation of live, which then waits for a second person. */
  async function askToRotate(): Promise<void> {
    const handled = bot.handle(saying('Ana', ROTATE, thread));
    await until('the question', () => thread.said.some((text) => /asks to rotate/.test(text)));
    await handled;
  }

  const hear = (name: string, text: string, options = {}) => bot.handle(saying(name, text, thread, options));

  describe('with a change to a protected environment', () => {
    it('shows the plan, and changes nothing yet', async () => {
      await askToRotate();
      assert.deepEqual(thread.said, [
        'The plan to rotate the password of live is made:',
        'Ana (UANA) asks to rotate the password of live. Another person who may do that has 10 minutes to say here: ' +
          '@sharon confirm. To give it up: @sharon cancel.\nThe database of live would get a new password.',
      ]);
      assert.deepEqual([opened, closed], [['live'], ['live']]);
    });

    it('runs the change when a member of a permitted group confirms', async () => {
      await askToRotate();
      await hear('Bia', 'confirm', { isAddressed: false, ...OPS });
      assert.deepEqual(thread.said.slice(2), [
        'Failed: rotate the password of live',
        'Failed. live cannot be reached\nIt took 0 s. Asked for by Ana (UANA), confirmed by Bia (UBIA).',
      ]);
    });

    it('runs the change once when two people confirm at the same time', async () => {
      await askToRotate();
      await Promise.all(['Bia', 'Ivo'].map((name) => hear(name, 'confirm', OPS)));
      assert.equal(thread.said.filter((text) => /^Failed\. /.test(text)).length, 1);
      assert.ok(thread.said.includes('Nothing waits for a confirmation in this thread.'));
      assert.equal(opened.length, 2);
    });

    it('refuses a confirmation by the person who asked, by a stranger, and by one with permission elsewhere', async () => {
      await askToRotate();
      await hear('Ana', 'confirm');
      await hear('Caio', 'confirm');
      await hear('Eva', 'yes');
      assert.deepEqual(thread.said.slice(2), [
        'Ana (UANA) has asked for it, and another person has to confirm it.',
        ...['Caio (UCAIO)', 'Eva (UEVA)'].map(
          (who) =>
            `${who} may not rotate-password in live from here; nothing was changed. ` +
            'Who may do what, says chat.permissions in superbowleto.yml.',
        ),
      ]);
      assert.equal(opened.length, 1);
    });

    it('drops the change when nobody confirms in time, and says so', async () => {
      await askToRotate();
      await clock.advance(10 * MINUTE - 1);
      assert.equal(thread.said.length, 2);
      await clock.advance(1);
      await hear('Bia', 'confirm', OPS);
      assert.deepEqual(thread.said.slice(2), [
        'Nobody has confirmed within 10 minutes, and nothing was changed. Ask again to rotate the password of live.',
        'Nothing waits for a confirmation in this thread.',
      ]);
    });

    it('lets the person who asked cancel, and does not mention the time limit afterwards', async () => {
      await askToRotate();
      await hear('Ana', 'cancel', { isAddressed: false });
      await clock.allWoken();
      await clock.advance(10 * MINUTE);
      assert.deepEqual(thread.said.slice(2), ['Cancelled by Ana (UANA); nothing was changed.']);
    });

    it('lets only a person with permission cancel for another', async () => {
      await askToRotate();
      await hear('Caio', 'cancel');
      assert.match(thread.said.at(-1) ?? '', /^Caio \(UCAIO\) may not rotate-password in live/);
      await hear('Bia', 'no', OPS);
      assert.equal(thread.said.at(-1), 'Cancelled by Bia (UBIA); nothing was changed.');
    });

    it('accepts a new request in the thread after the first was cancelled', async () => {
      await askToRotate();
      await hear('Ana', 'cancel');
      opened.length = 0;
      await hear('Ana', ROTATE);
      assert.equal(thread.said.filter((text) => /asks to rotate/.test(text)).length, 2);
    });

    it('accepts a new request in the thread after the plan failed', async () => {
      opened.push('live');
      await hear('Ana', ROTATE);
      assert.deepEqual(thread.said, [
        'The plan to rotate the password of live was not made:',
        'live cannot be reached',
      ]);
      opened.length = 0;
      await askToRotate();
    });

    it('keeps one pending change in each thread', async () => {
      await askToRotate();
      await hear('Ana', ROTATE);
      assert.match(thread.said.at(-1) ?? '', /^A change waits for its confirmation in this thread\./);
      const other = new MemoryThread('C1 2.2');
      await bot.handle(saying('Bia', 'confirm', other, OPS));
      assert.deepEqual(other.said, ['Nothing waits for a confirmation in this thread.']);
    });

    it('ignores what people say to each other, also while a change waits', async () => {
      await askToRotate();
      for (const text of ['yes', 'no', 'confirm it later?', ROTATE]) {
        await hear('Bia', text, { isAddressed: false, ...OPS });
      }
      assert.equal(thread.said.length, 2);
    });

    it('ignores a plain "confirm" when no change waits', async () => {
      await hear('Bia', 'confirm', { isAddressed: false, ...OPS });
      assert.deepEqual(thread.said, []);
    });

    it('refuses where no second person can write', async () => {
      const direct = new MemoryThread('D1 1.1', false);
      await bot.handle(saying('Ana', ROTATE, direct));
      assert.match(direct.said[0] ?? '', /^Environment live is protected: a second person has to confirm\./);
      assert.deepEqual(opened, []);
    });
  });

  it('asks for no second person where the environment is not protected', async () => {
    opened.push('sandbox');
    await hear('Eva', 'rotate password of sandbox');
    assert.deepEqual(thread.said, [
      'Failed: rotate the password of sandbox',
      'Failed. sandbox cannot be reached\nIt took 0 s. Asked for by Eva (UEVA).',
    ]);
  });

  it('closes the clients after a change that failed', async () => {
    await hear('Eva', 'rotate password of sandbox');
    assert.deepEqual([opened, closed], [['sandbox'], ['sandbox']]);
  });

  describe('with a question', () => {
    beforeEach(() => opened.push('at first'));

    it('answers for the environment that was named, and for no other', async () => {
      await hear('Fay', 'status of production');
      assert.deepEqual(thread.said, ['live:\nlive cannot be reached']);
    });

    it('answers for all environments that the person may ask about', async () => {
      await hear('Fay', 'releases');
      assert.deepEqual(thread.said, ['live:\nlive cannot be reached', 'local:\nlocal cannot be reached']);
    });

    it('refuses an environment that the person may not ask about', async () => {
      await hear('Fay', 'status of sandbox');
      assert.match(thread.said[0] ?? '', /^Fay \(UFAY\) may not status in sandbox from here/);
      await hear('Eva', 'status');
      assert.match(thread.said[1] ?? '', /^Eva \(UEVA\) may not ask for status of any environment from here/);
      assert.deepEqual(opened, ['at first']);
    });
  });

  describe('with permissions', () => {
    it('allows an operation only in the environments of the project file', async () => {
      for (const sentence of ['deploy superbowleto/master to live', 'status of live', 'migrate sandbox']) {
        await hear('Ana', sentence);
      }
      assert.deepEqual(opened, []);
      assert.equal(thread.said.filter((text) => /^Ana \(UANA\) may not /.test(text)).length, 3);
    });

    it('allows a deploy that migrates only to a person who may do both', async () => {
      await hear('Dan', 'deploy superbowleto/master to sandbox and migrate');
      assert.deepEqual(opened, []);
      assert.match(thread.said[0] ?? '', /^Dan \(UDAN\) may not migrate in sandbox from here/);
    });

    it('asks the chat about a group only when the own id has no permission', async () => {
      const asked: string[] = [];
      const onAsked = (group: string) => asked.push(group);
      await hear('Ana', ROTATE, { onAsked });
      assert.deepEqual(asked, []);
      await hear('Bia', 'confirm', { onAsked });
      assert.deepEqual(asked, ['SOPS']);
    });
  });

  it('refuses the service of another project', async () => {
    await hear('Ana', 'deploy superbowl/master to live');
    await hear('Dan', 'deploy superbowl/master to sandbox');
    for (const text of thread.said) {
      assert.match(text, /is about superbowleto, not about "superbowl"; nothing was changed\.$/);
    }
    assert.equal(thread.said.length, 2);
  });

  it('does not take the name of a property for an environment', async () => {
    await hear('Ana', 'migrate toString');
    assert.match(thread.said[0] ?? '', /^There is no environment "tostring"/);
    await hear('Ana', 'migrate constructor');
    assert.match(thread.said[1] ?? '', /^There is no environment "constructor"/);
  });

  describe('when it is closed', () => {
    it('drops the pending changes, says so, and handles nothing more', async () => {
      await askToRotate();
      await bot.close();
      await hear('Bia', 'confirm', OPS);
      await clock.advance(10 * MINUTE);
      assert.deepEqual(thread.said.slice(2), [
        'I was told to stop. What waited is given up, and nothing was changed; ask again later.',
      ]);
    });

    it('drops a change that is being planned', async () => {
      let shown = () => {};
      const begin = thread.begin.bind(thread);
      thread.begin = async (text) => {
        await new Promise<void>((resolve) => {
          shown = resolve;
        });
        return await begin(text);
      };
      const handled = hear('Ana', ROTATE);
      await until('the plan', () => opened.length === 1);
      let isClosed = false;
      const closing = bot.close().then(() => {
        isClosed = true;
      });
      await new Promise((resolve) => setImmediate(resolve));
      assert.equal(isClosed, false);
      shown();
      await Promise.all([handled, closing]);
      assert.deepEqual(thread.said, [
        'The plan to rotate the password of live is made:',
        'I was told to stop. What waited is given up, and nothing was changed; ask again later.',
      ]);
    });
  });

  it('finishes a running change when it is closed, and says so', async () => {
    let refuse = () => {};
    refusal = new Promise((resolve) => {
      refuse = resolve;
    });
    const handled = hear('Eva', 'rotate password of sandbox');
    await until('the first call of the change', () => calls > 0);
    const closing = bot.close();
    await until('the word of the bot', () => thread.said.length > 0);
    refuse();
    await closing;
    assert.ok(thread.said.includes('I was told to stop, and do so when this has come to its end.'));
    assert.match(thread.said.at(-1) ?? '', /^Failed\. /);
    await handled;
    const later = new MemoryThread('C1 3.3');
    await bot.handle(saying('Eva', 'help', later));
    assert.deepEqual(later.said, []);
  });

  describe('when the chat fails', () => {
    const refuse = async () => {
      throw new Error('channel_is_archived');
    };

    it('reports that nothing could be said, and handles the next message', async () => {
      const broken = new MemoryThread('C2 1.1');
      broken.say = refuse;
      await bot.handle(saying('Ana', 'help', broken));
      assert.deepEqual(reported, ['Warning: nothing could be said in chat: channel_is_archived']);
      await hear('Ana', 'help');
      assert.match(thread.said[0] ?? '', /^Say one of:/);
    });

    it('reports it when a change expires', async () => {
      await askToRotate();
      thread.say = refuse;
      await clock.advance(10 * MINUTE);
      assert.deepEqual(reported, ['Warning: channel_is_archived']);
    });

    it('reports it when it is closed, and closes all the same', async () => {
      await askToRotate();
      thread.say = refuse;
      await bot.close();
      assert.deepEqual(reported, ['Warning: channel_is_archived']);
    });

    it('says why it does not know the person', async () => {
      const message = { ...saying('Ana', 'status', thread), speaker: refuse };
      await bot.handle(message);
      assert.deepEqual(thread.said, ['channel_is_archived']);
    });
  });
});
