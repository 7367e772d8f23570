import assert from 'node:assert/strict';
import type { Project } from '../../../src/project/index.js';
import { MemoryThread, saying } from './memory-thread.js';
import { OPS, projectOfTests, ROTATE, TestBot } from './test-bot.js';

const MINUTE = 60_000;

describe('ChatBot, with a change to a protected environment', () => {
  let project: Project;
  let test: TestBot;

  before(async () => {
    project = await projectOfTests();
  });
  beforeEach(() => {
    test = new TestBot(project);
  });

  it('shows the plan, and changes nothing yet', async () => {
    await test.askToRotate();
    assert.deepEqual(test.thread.said, [
      'The plan to rotate the password of live is made:',
      'Ana (UANA) asks to rotate the password of live. Another person who may do that has 10 minutes to say here: ' +
        '@sharon confirm. To give it up: @sharon cancel.\nThe database of live would get a new password.',
    ]);
    assert.deepEqual([test.opened, test.closed], [['live'], ['live']]);
  });

  it('runs the change when a member of a permitted group confirms', async () => {
    await test.askToRotate();
    await test.hear('Bia', 'confirm', { isAddressed: false, ...OPS });
    assert.deepEqual(test.thread.said.slice(2), [
      'Failed: rotate the password of live',
      'Failed. live cannot be reached\nIt took 0 s. Asked for by Ana (UANA), confirmed by Bia (UBIA).',
    ]);
  });

  it('runs the change once when two people confirm at the same time', async () => {
    await test.askToRotate();
    await Promise.all(['Bia', 'Ivo'].map((name) => test.hear(name, 'confirm', OPS)));
    assert.equal(test.thread.said.filter((text) => /^Failed\. /.test(text)).length, 1);
    assert.ok(test.thread.said.includes('Nothing waits for a confirmation in this thread.'));
    assert.equal(test.opened.length, 2);
  });

  it('refuses a confirmation by the person who asked, by a stranger, and by one with permission elsewhere', async () => {
    await test.askToRotate();
    await test.hear('Ana', 'confirm');
    await test.hear('Caio', 'confirm');
    await test.hear('Eva', 'yes');
    assert.deepEqual(test.thread.said.slice(2), [
      'Ana (UANA) has asked for it, and another person has to confirm it.',
      ...['Caio (UCAIO)', 'Eva (UEVA)'].map(
        (who) =>
          `${who} may not rotate-password in live from here; nothing was changed. ` +
          'Who may do what, says chat.permissions in superbowleto.yml.',
      ),
    ]);
    assert.equal(test.opened.length, 1);
  });

  it('drops the change when nobody confirms in time, and says so', async () => {
    await test.askToRotate();
    await test.clock.advance(10 * MINUTE - 1);
    assert.equal(test.thread.said.length, 2);
    await test.clock.advance(1);
    await test.hear('Bia', 'confirm', OPS);
    assert.deepEqual(test.thread.said.slice(2), [
      'Nobody has confirmed within 10 minutes, and nothing was changed. Ask again to rotate the password of live.',
      'Nothing waits for a confirmation in this thread.',
    ]);
  });

  it('lets the person who asked cancel, and does not mention the time limit afterwards', async () => {
    await test.askToRotate();
    await test.hear('Ana', 'cancel', { isAddressed: false });
    await test.clock.allWoken();
    await test.clock.advance(10 * MINUTE);
    assert.deepEqual(test.thread.said.slice(2), ['Cancelled by Ana (UANA); nothing was changed.']);
  });

  it('lets only a person with permission cancel for another', async () => {
    await test.askToRotate();
    await test.hear('Caio', 'cancel');
    assert.match(test.thread.said.at(-1) ?? '', /^Caio \(UCAIO\) may not rotate-password in live/);
    await test.hear('Bia', 'no', OPS);
    assert.equal(test.thread.said.at(-1), 'Cancelled by Bia (UBIA); nothing was changed.');
  });

  it('accepts a new request in the thread after the first was cancelled', async () => {
    await test.askToRotate();
    await test.hear('Ana', 'cancel');
    test.opened.length = 0;
    await test.hear('Ana', ROTATE);
    assert.equal(test.thread.said.filter((text) => /asks to rotate/.test(text)).length, 2);
  });

  it('accepts a new request in the thread after the plan failed', async () => {
    test.opened.push('live');
    await test.hear('Ana', ROTATE);
    assert.deepEqual(test.thread.said, [
      'The plan to rotate the password of live was not made:',
      'live cannot be reached',
    ]);
    test.opened.length = 0;
    await test.askToRotate();
  });

  it('keeps one pending change in each thread', async () => {
    await test.askToRotate();
    await test.hear('Ana', ROTATE);
    assert.match(test.thread.said.at(-1) ?? '', /^A change waits for its confirmation in this thread\./);
    const other = new MemoryThread('C1 2.2');
    await test.bot.handle(saying('Bia', 'confirm', other, OPS));
    assert.deepEqual(other.said, ['Nothing waits for a confirmation in this thread.']);
  });

  it('ignores what people say to each other, also while a change waits', async () => {
    await test.askToRotate();
    for (const text of ['yes', 'no', 'confirm it later?', ROTATE]) {
      await test.hear('Bia', text, { isAddressed: false, ...OPS });
    }
    assert.equal(test.thread.said.length, 2);
  });

  it('ignores a plain "confirm" when no change waits', async () => {
    await test.hear('Bia', 'confirm', { isAddressed: false, ...OPS });
    assert.deepEqual(test.thread.said, []);
  });

  it('refuses where no second person can write', async () => {
    const direct = new MemoryThread('D1 1.1', false);
    await test.bot.handle(saying('Ana', ROTATE, direct));
    assert.match(direct.said[0] ?? '', /^Environment live is protected: a second person has to confirm\./);
    assert.deepEqual(test.opened, []);
  });
});
