import { createCredstash } from '../../credstash/index.js';
import { UsageError } from '../../errors.js';
import { type Connection, type Environment, type Project, selectEnvironment } from '../../project/index.js';

/** What Slack knows the bot by, and the bot Slack. */
export interface SlackTokens {
  /** xoxb-… */
  readonly bot: string;
  /** xapp-…, for Socket Mode. */
  readonly app?: string;
  /** For signed HTTP events. */
  readonly signingSecret?: string;
}

type Name = 'bot' | 'app' | 'signingSecret';
type Setting = 'botToken' | 'appToken' | 'signingSecret';

const kinds: Readonly<Record<Name, { variable: string; setting: Setting; key: string }>> = {
  bot: { variable: 'SLACK_BOT_TOKEN', setting: 'botToken', key: 'bot_token' },
  app: { variable: 'SLACK_APP_TOKEN', setting: 'appToken', key: 'app_token' },
  signingSecret: { variable: 'SLACK_SIGNING_SECRET', setting: 'signingSecret', key: 'signing_secret' },
};

/**
 * The tokens for Slack: each from its environment variable, or else from the secret that `chat.slack` names.
 *
 * @param needed besides the bot's token: `app` for Socket Mode, `signingSecret` for HTTP events
 * @throws {UsageError} SLACK_TOKEN_MISSING; and errors of credstash
 * @example
 * const { bot, app } = await readSlackTokens(project, 'app', { open: connect, variables: process.env });
 */
export async function readSlackTokens(
  project: Project,
  needed: 'app' | 'signingSecret',
  { open, variables }: { open(environment: Environment): Connection; variables: NodeJS.ProcessEnv },
): Promise<SlackTokens> {
  const read = async (name: Name) => {
    const { variable } = kinds[name];
    return variables[variable]?.trim() || (await fromCredstash(project, name, open));
  };
  return { bot: await read('bot'), [needed]: await read(needed) };
}

async function fromCredstash(
  project: Project,
  name: Name,
  open: (environment: Environment) => Connection,
): Promise<string> {
  const { slack } = project.chat ?? {};
  const { variable, setting, key } = kinds[name];
  const secret = slack?.[setting];
  if (!slack || secret === undefined) {
    throw new UsageError(
      'SLACK_TOKEN_MISSING',
      `There is no ${variable}. Set it, or name the secret that holds it as chat.slack.${key} in ${project.file}.`,
    );
  }
  const environment = selectEnvironment(project, slack.environment);
  const connection = open(environment);
  try {
    const { value } = await createCredstash({ ...connectionOf(connection), ...environment.credstash }).read(
      secret,
    );
    return value.trim();
  } finally {
    connection.close();
  }
}

function connectionOf({ kms, dynamodb }: Connection) {
  return { kms, dynamodb };
}
