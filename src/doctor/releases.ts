import { findLockHolder, listReleases, operationsTable, type Release } from '../operations/index.js';
import type { Check, Finding, Place } from './types.js';

/** How many of the newest are looked at. */
const LOG_LENGTH = 20;

/** Releases that were begun and never ended: their process was killed, and could tell nobody. */
export const releases: Check = {
  name: 'releases',
  async look({ environment, connection, clock }: Place): Promise<Finding[]> {
    const { name } = environment;
    const table = operationsTable(connection, environment);
    const open = async () => {
      const log = await listReleases(table, name, { limit: LOG_LENGTH });
      return log.filter(({ state }) => state === 'started');
    };
    const before = await open();
    if (before.length === 0) return [];
    const holder = await findLockHolder(table, { environment: name, operation: 'deploy' }, clock);
    if (holder?.alive) return [];
    // One that ended just before the lock was looked at is on record as ended now.
    const still = new Set((await open()).map(({ id }) => id));
    return before.filter(({ id }) => still.has(id)).map((release) => neverEnded(name, release));
  },
};

function neverEnded(environment: string, { kind = 'deploy', ref, who, host, startedAt }: Release): Finding {
  return {
    subject: `the ${kind} of ${ref}`,
    problem: `was begun by ${who} on ${host} at ${startedAt} and never ended: its process is gone`,
    fix: `sbw deploy --env ${environment} --ref <git ref>, or sbw rollback --env ${environment}: either ends it`,
  };
}
