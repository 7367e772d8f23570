import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SuperbowletoError } from '../../../src/errors.js';
import { loadProject } from '../../../src/project/index.js';

const valid = `service: sample
default_environment: sandbox
build: { type: command, command: make, output: out }
deploy: { type: lambda, s3_bucket: artifacts, region: us-east-1 }
functions: {}
environment:
  sandbox:
    account: "000000000001"
    credstash: { table: secrets, key: alias/secrets }
    operations_table: operations
    database: { instance: sample, name: sample, user: sample }
`;

describe('the section chat of superbowleto.yml', () => {
  let file: string;
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sbw-project-'));
    file = join(folder, 'superbowleto.yml');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function chatOf(section: string) {
    writeFileSync(file, `${valid}${section}\n`);
    return (await loadProject(file, { variables: {} })).chat;
  }

  it('may be left out, and then there is none', async () => {
    assert.equal(await chatOf(''), undefined);
  });

  it('permits nobody anything by itself', async () => {
    assert.deepEqual(await chatOf('chat: {}'), { names: {}, confirmWithin: 10, permissions: [] });
  });

  it('says who may do what where, and where the tokens are', async () => {
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
      '12:31: chat.permissions[0].who[0]: must be the id of a Slack user (U…, W…) or user group (S…), not a name; it is "@ana"',
    ],
    [
      'chat: { permissions: [{ who: [U024BE7LH], may: [destroy], in: [sandbox] }] }',
      '12:49: chat.permissions[0].may[0]: must be deploy or rollback or status or releases or migrate or rotate-password, not "destroy"',
    ],
    [
      'chat: { permissions: [{ who: [U024BE7LH], may: [deploy], in: [sandbx] }] }',
      '12:63: chat.permissions[0].in[0]: there is no environment sandbx; did you mean sandbox?',
    ],
    [
      'chat: { names: { production: live } }',
      '12:30: chat.names.production: there is no environment live; there is sandbox',
    ],
    [
      'chat: { names: { sandbox: sandbox } }',
      '12:18: chat.names.sandbox: is an environment of its own, and cannot stand for another',
    ],
    [
      'chat: { slack: { environment: live } }',
      '12:31: chat.slack.environment: there is no environment live; there is sandbox',
    ],
    [
      'chat: { slack: { environment: sandbox, signing_secret: slack/signing } }',
      '12:40: chat.slack.signing_secret: does not exist any more: the bot uses Socket Mode alone. Remove it, and name the secret with the app-level token as app_token',
    ],
  ];
  for (const [section, problem] of mistakes) {
    it(`is told of ${section}`, async () => {
      await assert.rejects(chatOf(section), (error: SuperbowletoError) => {
        assert.equal(error.message, `${file}:${problem}`);
        return true;
      });
    });
  }
});
