import { fileURLToPath } from 'node:url';
import { listenToSlack, type SlackOptions } from '../../src/chat/index.js';
import { type ChatDefinition, connect, loadProject, type Project } from '../../src/project/index.js';
import { APP_TOKEN, BOT_TOKEN, type FakeSlack } from './fake-slack.js';
import { until } from './until.js';

/** The bot, connected to a `FakeSlack`. */
export interface SlackBot {
  /** The lines that it reported. */
  readonly reported: string[];
  /** Stops it, as Ctrl-C does, and resolves when it has ended. */
  stop(): Promise<void>;
}

export const ANA = 'U0ANA';
export const BIA = 'U0BIA';
export const CAIO = 'U0CAIO';
export const GROUP = 'S0OPERATORS';

/** Returns permissions: Ana and the group may do everything, Caio may only ask for the status. */
export function permissions(...environments: string[]): ChatDefinition {
  return {
    names: { production: 'live' },
    confirmWithin: 10,
    permissions: [
      {
        who: [ANA, GROUP],
        operations: ['deploy', 'rollback', 'status', 'releases', 'migrate', 'rotate-password'],
        environments,
      },
      { who: [CAIO], operations: ['status'], environments },
    ],
  };
}

/** Returns the project of this repository, with environments that nothing answers for. */
export async function thisProject(): Promise<Project> {
  const file = fileURLToPath(new URL('../../superbowleto.yml', import.meta.url));
  const project = await loadProject(file, { variables: { HOME: '/home/ana' } });
  // No test may reach an account, whatever credentials this machine has.
  const environments = Object.entries(project.environments).map(([name, environment]) => [
    name,
    { ...environment, endpoint: 'http://127.0.0.1:1' },
  ]);
  return {
    ...project,
    environments: Object.fromEntries(environments),
    chat: permissions('live', 'sandbox'),
  };
}

/** Starts the bot and waits until it listens. */
export async function startBot(
  slack: FakeSlack,
  project: Project,
  options: Partial<SlackOptions> = {},
): Promise<SlackBot> {
  const reported: string[] = [];
  const stopping = new AbortController();
  const ended = listenToSlack({
    project,
    open: connect,
    describeError: (error) => (error as Error).message,
    tokens: { bot: BOT_TOKEN, app: APP_TOKEN },
    apiUrl: slack.apiUrl,
    report: (line) => reported.push(line),
    stop: stopping.signal,
    ...options,
  });
  let hasFailed = false;
  ended.catch(() => {
    hasFailed = true;
  });
  await until('the bot listens', () => hasFailed || reported.includes('Connected to Slack'));
  if (hasFailed) await ended;
  return {
    reported,
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
}
