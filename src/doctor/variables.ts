import { describeDatabase } from './database.js';
import { queueUrl } from './queues.js';
import type { Place } from './types.js';

/** The environment variables that every function must have; of what is not there, none is expected. */
export async function expectedVariables(place: Place): Promise<Record<string, string>> {
  const { name, credstash, database } = place.environment;
  return {
    ENVIRONMENT: name,
    CREDSTASH_TABLE: credstash.table,
    DATABASE_NAME: database.name,
    DATABASE_USER: database.user,
    ...(await databaseVariables(place)),
    ...(await queueVariables(place)),
  };
}

async function databaseVariables(place: Place): Promise<Record<string, string>> {
  const state = await describeDatabase(place);
  if (typeof state === 'string') return {};
  const { host, port, tls } = state.target;
  return {
    DATABASE_HOST: host,
    DATABASE_PORT: String(port),
    ...(tls ? { DATABASE_SSL: 'verify-full' } : {}),
  };
}

async function queueVariables(place: Place): Promise<Record<string, string>> {
  const entries = Object.keys(place.project.queues).map(async (queue) => {
    const url = await queueUrl(place, `${place.environment.name}-${queue}`);
    return url === undefined ? [] : [[`${queue.toUpperCase().replaceAll('-', '_')}_QUEUE_URL`, url]];
  });
  return Object.fromEntries((await Promise.all(entries)).flat());
}
