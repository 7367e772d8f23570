import assert from 'node:assert/strict';
import { readSlackTokens } from '../../../src/chat/index.js';
import { createCredstash } from '../../../src/credstash/index.js';
import type { Connection, Environment, Project } from '../../../src/project/index.js';
import { type SecretsStage, startSecretsStage } from '../../support/secrets-stage.js';
import { thisProject } from '../../support/slack-bot.js';

describe('readSlackTokens', () => {
  let stage: SecretsStage;
  let project: Project;
  let opened: string[];

  before(async () => {
    stage = await startSecretsStage();
    const { kms, dynamodb } = stage;
    const credstash = createCredstash({ kms, dynamodb, table: 'sandbox-credstash', key: 'alias/secrets' });
    await credstash.setup();
    await credstash.put('slack/bot', 'xoxb-kept\n');
    await credstash.put('slack/app', 'xapp-kept');
    const known = await thisProject();
    const slack = { environment: 'sandbox', botToken: 'slack/bot', appToken: 'slack/app' };
    project = { ...known, chat: { ...known.chat, names: {}, confirmWithin: 10, permissions: [], slack } };
  });
  after(() => stage?.stop());
  beforeEach(() => {
    opened = [];
  });

  const read = (variables: NodeJS.ProcessEnv = {}, of: Project = project) =>
    readSlackTokens(of, {
      variables,
      open: ({ name }: Environment) => {
        opened.push(name);
        return { kms: stage.kms, dynamodb: stage.dynamodb, close: () => {} } as Connection;
      },
    });

  it('reads the secrets that the project file names', async () => {
    assert.deepEqual(await read(), { bot: 'xoxb-kept', app: 'xapp-kept' });
    assert.deepEqual(opened, ['sandbox', 'sandbox']);
  });

  it('prefers environment variables, and then opens no environment', async () => {
    const variables = { SLACK_BOT_TOKEN: 'xoxb-given', SLACK_APP_TOKEN: ' xapp-given\n' };
    assert.deepEqual(await read(variables), { bot: 'xoxb-given', app: 'xapp-given' });
    assert.deepEqual(opened, []);
  });

  it('says which token is missing, and both ways to provide it', async () => {
    const slack = { environment: 'sandbox', botToken: 'slack/bot' };
    const chat = { names: {}, confirmWithin: 10, permissions: [], slack };
    await assert.rejects(read({ SLACK_APP_TOKEN: ' ' }, { ...project, chat }), {
      code: 'SLACK_TOKEN_MISSING',
      exitCode: 2,
      message: `There is no SLACK_APP_TOKEN. Set it, or name the secret that holds it as chat.slack.app_token in ${project.file}.`,
    });
    const { chat: _, ...without } = project;
    await assert.rejects(read({}, without), {
      code: 'SLACK_TOKEN_MISSING',
      message: /^There is no SLACK_BOT_TOKEN\. .* chat\.slack\.bot_token in /,
    });
  });
});
