import { findLockHolder, listReleases, operationsTable, type Release } from '../operations/index.js';
import type { Check, CheckContext, Finding } from './types.js';

/** How many of the newest releases are checked. */
const LOG_LENGTH = 20;

/** Finds releases that were started and never ended, because their process was killed. */
export const releases: Check = {
  name: 'releases',
  async run({ environment, connection, clock }: CheckContext): Promise<Finding[]> {
    const { name } = environment;
    const table = operationsTable(connection, environment);
    const started = async () => {
      const log = await listReleases(table, name, { limit: LOG_LENGTH });
      return log.filter(({ state }) => state === 'started');
    };
    const before = await started();
    if (before.length === 0) return [];
    const holder = await findLockHolder(table, { environment: name, operation: 'deploy' }, clock);
    if (holder?.alive) return [];
    // A release that ended just before the lock was read is recorded as ended by now.
    const still = new Set((await started()).map(({ id }) => id));
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
