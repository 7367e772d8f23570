import { queueNames } from '../project/index.js';
import { describeDatabase } from './database.js';
import { queueUrl } from './queues.js';
import type { CheckContext } from './types.js';

/** Returns the environment variables that every function must have. A database or queue that does not exist adds none. */
export async function expectedVariables(context: CheckContext): Promise<Record<string, string>> {
  const { name, credstash, database } = context.environment;
  return {
    ENVIRONMENT: name,
    CREDSTASH_TABLE: credstash.table,
    DATABASE_NAME: database.name,
    DATABASE_USER: database.user,
    ...(await databaseVariables(context)),
    ...(await queueVariables(context)),
  };
}

async function databaseVariables(context: CheckContext): Promise<Record<string, string>> {
  const state = await describeDatabase(context);
  if (typeof state === 'string') return {};
  const { host, port, tls } = state.target;
  return {
    DATABASE_HOST: host,
    DATABASE_PORT: String(port),
    ...(tls ? { DATABASE_SSL: 'verify-full' } : {}),
  };
}

async function queueVariables(context: CheckContext): Promise<Record<string, string>> {
  const entries = Object.keys(context.project.queues).map(async (queue) => {
    const url = await queueUrl(context, queueNames(context.environment.name, queue).queue);
    return url === undefined ? [] : [[`${queue.toUpperCase().replaceAll('-', '_')}_QUEUE_URL`, url]];
  });
  return Object.fromEntries((await Promise.all(entries)).flat());
}
