import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { answerSentence } from '../../../src/chat/index.js';
import { type Environment, loadProject, type Project } from '../../../src/project/index.js';

const file = fileURLToPath(new URL('../../../superbowleto.yml', import.meta.url));

describe('answerSentence, with the superbowleto.yml of this repository', () => {
  let project: Project;
  let opened: string[];

  before(async () => {
    project = await loadProject(file, { variables: { HOME: '/home/ana' } });
  });
  beforeEach(() => {
    opened = [];
  });

  const say = (sentence: string) =>
    answerSentence(sentence, {
      project,
      open: ({ name }: Environment) => {
        opened.push(name);
        throw new Error(`${name} cannot be reached`);
      },
      describeError: (error) => (error as Error).message,
    });

  async function assertRefused(sentence: string, answer: string): Promise<void> {
    assert.deepEqual(await say(sentence), { sentence, ok: false, answer });
    assert.deepEqual(opened, []);
  }

  it('lists the sentences', async () => {
    assert.deepEqual(await say('help'), {
      sentence: 'help',
      ok: true,
      answer: [
        'Say one of:',
        '  deploy <service>/<ref> to <environment> [and migrate]',
        '  rollback [<service> in] <environment> [to <release>]',
        '  status [of <environment>]',
        '  releases [of <environment>]',
        '  migrate <environment>',
        '  rotate password of <environment>',
        '  confirm',
        '  cancel',
        '  help',
      ].join('\n'),
    });
  });

  it('refuses the service of another project', async () => {
    await assertRefused(
      'deploy superbowl/master to sandbox',
      `${file} is about superbowleto, not about "superbowl"; nothing was changed.`,
    );
  });

  it('lists the environments when the name is unknown', async () => {
    await assertRefused(
      'rotate password of sandbx',
      `There is no environment "sandbx" in ${file}; did you mean sandbox? There is live, sandbox, local.`,
    );
  });

  const instead: [string, string][] = [
    ['deploy superbowleto/feature/slip to live', 'sbw deploy --env live --ref feature/slip --confirm live'],
    ['deploy superbowleto/v2 to live and migrate', 'sbw deploy --env live --ref v2 --migrate --confirm live'],
    ['rollback live', 'sbw rollback --env live --confirm live'],
    ['rollback live to 3fa8c01d', 'sbw rollback --env live --to 3fa8c01d --confirm live'],
    ['migrate live', 'sbw migrate up --env live --confirm live'],
    ['rotate password of live', 'sbw rotate-password live --confirm live'],
  ];
  for (const [sentence, command] of instead) {
    it(`refuses "${sentence}" with the command to use`, async () => {
      await assertRefused(
        sentence,
        `Environment live is protected, and here is no second person to confirm. Use the command: ${command}`,
      );
    });
  }

  it('accepts the other names that the project file gives an environment', async () => {
    const { answer } = await say('sharon deploy superbowleto/master to production');
    assert.ok(answer.endsWith('sbw deploy --env live --ref master --confirm live'), answer);
  });

  it('refuses a confirmation: no change ever waits', async () => {
    await assertRefused('confirm', 'Nothing waits for a confirmation here.');
  });

  it('quotes a ref that a shell would not read as one word', async () => {
    const { answer } = await say("deploy superbowleto/a;'$(reboot) to live");
    assert.ok(answer.endsWith("sbw deploy --env live --ref 'a;'\\''$(reboot)' --confirm live"), answer);
  });

  for (const sentence of ['status of live', 'releases of live']) {
    it(`does not refuse "${sentence}", which changes nothing`, async () => {
      assert.deepEqual(await say(sentence), { sentence, ok: false, answer: 'live cannot be reached' });
      assert.deepEqual(opened, ['live']);
    });
  }

  it('answers with the reason when an environment cannot be opened', async () => {
    const { ok, answer } = await say('migrate sandbox');
    assert.deepEqual(
      { ok, answer, opened },
      { ok: false, answer: 'sandbox cannot be reached', opened: ['sandbox'] },
    );
  });
});
