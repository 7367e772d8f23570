import assert from 'node:assert/strict';
import { ChatBot } from '../../../src/chat/index.js';
import { connect, type Environment, type Project } from '../../../src/project/index.js';
import { ManualClock } from '../../support/manual-clock.js';
import { thisProject } from '../../support/slack-bot.js';
import { until } from '../../support/until.js';
import { MemoryThread, saying } from './people.js';

const MINUTE = 60_000;

describe('ChatBot', () => {
  let project: Project;
  let clock: ManualClock;
  let bot: ChatBot;
  let thread: MemoryThread;
  let opened: string[];
  const ROTATE = 'rotate password of production';

  before(async () => {
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
        ],
      },
    };
  });
  beforeEach(() => {
    clock = new ManualClock();
    thread = new MemoryThread('C1 1.1');
    opened = [];
    bot = new ChatBot({
      project,
      clock,
      open: (environment) => openOnce(environment),
      describeError: (error) => (error as Error).message,
    });
  });

  /** Planning a rotation makes no call; what is at work for the second time cannot be reached. */
  function openOnce(environment: Environment) {
    opened.push(environment.name);
    if (opened.length > 1) throw new Error(`${environment.name} cannot be reached`);
    return connect(environment);
  }

  /** Until what waits for a second person is shown. */
  async function askToRotate(): Promise<void> {
    const heard = bot.handle(saying('Ana', ROTATE, thread));
    await until('the question', () => thread.said.some((text) => /asks to rotate/.test(text)));
    await heard;
  }

  const hear = (name: string, text: string, options = {}) => bot.handle(saying(name, text, thread, options));

  it('shows what would be changed, and changes nothing yet', async () => {
    await askToRotate();
    assert.deepEqual(thread.said, [
      'The plan to rotate the password of live is made:',
      'Ana (UANA) asks to rotate the password of live. Another person who may do that has 10 minutes to say here: ' +
        '@sharon confirm. To give it up: @sharon cancel.\nThe database of live would get a new password.',
    ]);
    assert.deepEqual(opened, ['live']);
  });

  it('does it when a member of a permitted group confirms', async () => {
    await askToRotate();
    await hear('Bia', 'confirm', { isAddressed: false, groups: ['SOPS'] });
    assert.deepEqual(thread.said.slice(2), [
      'Failed: rotate the password of live',
      'Failed. live cannot be reached\nIt took 0 s. Asked for by Ana (UANA), confirmed by Bia (UBIA).',
    ]);
  });

  it('does it once when two people confirm at once', async () => {
    await askToRotate();
    await Promise.all(['Bia', 'Ivo'].map((name) => hear(name, 'confirm', { groups: ['SOPS'] })));
    assert.equal(thread.said.filter((text) => /^Failed\. /.test(text)).length, 1);
    assert.ok(thread.said.includes('Nothing waits for a confirmation in this thread.'));
    assert.equal(opened.length, 2);
  });

  it('does not take a confirmation of the one who asked, of a stranger, or of who may do it elsewhere', async () => {
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

  it('gives it up when nobody has confirmed in time, and says so', async () => {
    await askToRotate();
    await clock.advance(10 * MINUTE - 1);
    assert.equal(thread.said.length, 2);
    await clock.advance(1);
    await hear('Bia', 'confirm', { groups: ['SOPS'] });
    assert.deepEqual(thread.said.slice(2), [
      'Nobody has confirmed within 10 minutes, and nothing was changed. Ask again to rotate the password of live.',
      'Nothing waits for a confirmation in this thread.',
    ]);
  });

  it('lets the one who asked cancel, and says nothing of the time afterwards', async () => {
    await askToRotate();
    await hear('Ana', 'cancel', { isAddressed: false });
    await clock.advance(10 * MINUTE);
    assert.deepEqual(thread.said.slice(2), ['Cancelled by Ana (UANA); nothing was changed.']);
  });

  it('has one change wait in a thread, and another in another', async () => {
    await askToRotate();
    await hear('Ana', ROTATE);
    assert.match(thread.said.at(-1) ?? '', /^A change waits for its confirmation in this thread\./);
    const other = new MemoryThread('C1 2.2');
    await bot.handle(saying('Bia', 'confirm', other, { groups: ['SOPS'] }));
    assert.deepEqual(other.said, ['Nothing waits for a confirmation in this thread.']);
  });

  it('does not hear what people say to each other, also while something waits', async () => {
    await askToRotate();
    for (const text of ['yes', 'no', 'confirm it later?', ROTATE]) {
      await hear('Bia', text, { isAddressed: false, groups: ['SOPS'] });
    }
    assert.equal(thread.said.length, 2);
  });

  it('asks for no second person where nothing is protected', async () => {
    await hear('Eva', 'rotate password of sandbox');
    await hear('Eva', 'rotate password of sandbox');
    assert.match(
      thread.said.at(-1) ?? '',
      /^Failed\. sandbox cannot be reached\nIt took .* Asked for by Eva \(UEVA\)\.$/,
    );
  });

  it('permits an operation only where the project file says so', async () => {
    for (const sentence of ['deploy superbowleto/master to live', 'status of live', 'migrate sandbox']) {
      await hear('Ana', sentence);
    }
    assert.deepEqual(opened, []);
    assert.equal(thread.said.filter((text) => /^Ana \(UANA\) may not /.test(text)).length, 3);
  });

  it('permits a deploy that migrates only to who may do both', async () => {
    await hear('Dan', 'deploy superbowleto/master to sandbox and migrate');
    assert.deepEqual(opened, []);
    assert.match(thread.said[0] ?? '', /^Dan \(UDAN\) may not migrate in sandbox from here/);
  });

  it('refuses the service of another project', async () => {
    await hear('Ana', 'deploy superbowl/master to live');
    assert.match(
      thread.said[0] ?? '',
      /is about superbowleto, not about "superbowl"; nothing was changed\.$/,
    );
  });

  it('hears nothing after it was closed', async () => {
    await askToRotate();
    await bot.close();
    await hear('Bia', 'confirm', { groups: ['SOPS'] });
    assert.deepEqual(thread.said.slice(2), [
      'I was told to stop. What waited is given up, and nothing was changed; ask again later.',
    ]);
  });
});
