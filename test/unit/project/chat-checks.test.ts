import assert from 'node:assert/strict';
import { useProjectFile, VALID } from './project-file.js';

describe('the section chat of superbowleto.yml', () => {
  const fixture = useProjectFile();

  const withChat = (section: string) => `${VALID}${section}\n`;
  const chatOf = async (section: string) => (await fixture.load(withChat(section))).chat;

  it('is optional', async () => {
    assert.equal(await chatOf(''), undefined);
  });

  it('permits nothing by default', async () => {
    assert.deepEqual(await chatOf('chat: {}'), { names: {}, confirmWithin: 10, permissions: [] });
  });

  it('lists permissions and names the secrets with the tokens', async () => {
    const section = `chat:
  name: sharon
  names: { production: sandbox }
  confirm_within: 5
  permissions:
    - { who: [U024BE7LH, S0614TZR7], may: [deploy, rotate-password], in: [sandbox] }
  slack: { environment: sandbox, bot_token: slack/bot, app_token: slack/app }`;
    assert.deepEqual(await chatOf(section), {
      name: 'sharon',
      names: { production: 'sandbox' },
      confirmWithin: 5,
      permissions: [
        {
          who: ['U024BE7LH', 'S0614TZR7'],
          operations: ['deploy', 'rotate-password'],
          environments: ['sandbox'],
        },
      ],
      slack: { environment: 'sandbox', botToken: 'slack/bot', appToken: 'slack/app' },
    });
  });

  const mistakes: [string, string][] = [
    [
      'chat: { permissions: [{ who: ["@ana"], may: [deploy], in: [sandbox] }] }',
      '25:31: chat.permissions[0].who[0]: must be the id of a Slack user (U…, W…) or user group (S…), not a name; it is "@ana"',
    ],
    [
      'chat: { permissions: [{ who: [U024BE7LH], may: [destroy], in: [sandbox] }] }',
      '25:49: chat.permissions[0].may[0]: must be deploy or rollback or status or releases or migrate or rotate-password, not "destroy"',
    ],
    [
      'chat: { permissions: [{ who: [U024BE7LH], may: [deploy], in: [sandbx] }] }',
      '25:63: chat.permissions[0].in[0]: there is no environment sandbx; did you mean sandbox?',
    ],
    [
      'chat: { names: { production: live } }',
      '25:30: chat.names.production: there is no environment live; there is sandbox',
    ],
    [
      'chat: { names: { sandbox: sandbox } }',
      '25:18: chat.names.sandbox: is an environment of its own, and cannot stand for another',
    ],
    [
      'chat: { slack: { environment: live } }',
      '25:31: chat.slack.environment: there is no environment live; there is sandbox',
    ],
    [
      'chat: { slack: { environment: sandbox, signing_secret: slack/signing } }',
      '25:40: chat.slack.signing_secret: does not exist any more: the bot uses Socket Mode alone. Remove it, and name the secret with the app-level token as app_token',
    ],
  ];
  for (const [section, problem] of mistakes) {
    it(`cannot be ${section}`, () => fixture.assertProblems(withChat(section), [problem]));
  }
});
