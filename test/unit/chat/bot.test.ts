import assert from 'node:assert/strict';
import type { Project } from '../../../src/project/index.js';
import { RefusingAws } from './refusing-aws.js';
import { projectOfTests, ROTATE, TestBot } from './test-bot.js';

describe('ChatBot', () => {
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

  it('asks for no second person where the environment is not protected', async () => {
    test.opened.push('sandbox');
    await test.hear('Eva', 'rotate password of sandbox');
    assert.deepEqual(test.thread.said, [
      'Failed: rotate the password of sandbox',
      'Failed. sandbox cannot be reached\nIt took 0 s. Asked for by Eva (UEVA).',
    ]);
  });

  it('closes the clients after a change that failed', async () => {
    await test.hear('Eva', 'rotate password of sandbox');
    assert.deepEqual([test.opened, test.closed], [['sandbox'], ['sandbox']]);
  });

  describe('with a question', () => {
    beforeEach(() => test.opened.push('at first'));

    it('answers for the environment that was named, and for no other', async () => {
      await test.hear('Fay', 'status of production');
      assert.deepEqual(test.thread.said, ['live:\nlive cannot be reached']);
    });

    it('answers for all environments that the person may ask about', async () => {
      await test.hear('Fay', 'releases');
      assert.deepEqual(test.thread.said, [
        'live:\nlive cannot be reached',
        'local:\nlocal cannot be reached',
      ]);
    });

    it('refuses an environment that the person may not ask about', async () => {
      await test.hear('Fay', 'status of sandbox');
      assert.match(test.thread.said[0] ?? '', /^Fay \(UFAY\) may not status in sandbox from here/);
      await test.hear('Eva', 'status');
      assert.match(
        test.thread.said[1] ?? '',
        /^Eva \(UEVA\) may not ask for status of any environment from here/,
      );
      assert.deepEqual(test.opened, ['at first']);
    });
  });

  describe('with permissions', () => {
    it('allows an operation only in the environments of the project file', async () => {
      for (const sentence of ['deploy superbowleto/master to live', 'status of live', 'migrate sandbox']) {
        await test.hear('Ana', sentence);
      }
      assert.deepEqual(test.opened, []);
      assert.equal(test.thread.said.filter((text) => /^Ana \(UANA\) may not /.test(text)).length, 3);
    });

    it('allows a deploy that migrates only to a person who may do both', async () => {
      await test.hear('Dan', 'deploy superbowleto/master to sandbox and migrate');
      assert.deepEqual(test.opened, []);
      assert.match(test.thread.said[0] ?? '', /^Dan \(UDAN\) may not migrate in sandbox from here/);
    });

    it('asks the chat about a group only when the own id has no permission', async () => {
      const asked: string[] = [];
      const onAsked = (group: string) => asked.push(group);
      await test.hear('Ana', ROTATE, { onAsked });
      assert.deepEqual(asked, []);
      await test.hear('Bia', 'confirm', { onAsked });
      assert.deepEqual(asked, ['SOPS']);
    });
  });

  it('refuses the service of another project', async () => {
    await test.hear('Ana', 'deploy superbowl/master to live');
    await test.hear('Dan', 'deploy superbowl/master to sandbox');
    for (const text of test.thread.said) {
      assert.match(text, /is about superbowleto, not about "superbowl"; nothing was changed\.$/);
    }
    assert.equal(test.thread.said.length, 2);
  });

  it('does not take the name of a property for an environment', async () => {
    await test.hear('Ana', 'migrate toString');
    assert.match(test.thread.said[0] ?? '', /^There is no environment "tostring"/);
    await test.hear('Ana', 'migrate constructor');
    assert.match(test.thread.said[1] ?? '', /^There is no environment "constructor"/);
  });
});
