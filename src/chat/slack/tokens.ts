import { createCredstash } from '../../credstash/index.js';
import { UsageError } from '../../errors.js';
import { type Connection, type Environment, type Project, selectEnvironment } from '../../project/index.js';

export interface SlackTokens {
  /** Bot token, `xoxb-…`: for the Web API. */
  readonly bot: string;
  /** App-level token, `xapp-…`: for Socket Mode. */
  readonly app: string;
}

type Name = keyof SlackTokens;

const kinds = {
  bot: { variable: 'SLACK_BOT_TOKEN', setting: 'botToken', key: 'bot_token' },
  app: { variable: 'SLACK_APP_TOKEN', setting: 'appToken', key: 'app_token' },
} as const satisfies Readonly<Record<Name, object>>;

/**
 * Reads the tokens for Slack: each from its environment variable, or else from the secret that `chat.slack` names.
 *
 * @throws {UsageError} SLACK_TOKEN_MISSING; and the errors of credstash
 * @example
 * const tokens = await readSlackTokens(project, { open: connect, variables: process.env });
 */
export async function readSlackTokens(
  project: Project,
  { open, variables }: { open(environment: Environment): Connection; variables: NodeJS.ProcessEnv },
): Promise<SlackTokens> {
  const read = async (name: Name) =>
    variables[kinds[name].variable]?.trim() || (await fromCredstash(project, name, open));
  return { bot: await read('bot'), app: await read('app') };
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
