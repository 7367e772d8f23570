import { findLockHolder, type LockHolder, operationsTable } from '../operations/index.js';
import type { Check, Finding, Place } from './types.js';

/** Locks that somebody left behind. One that is kept up is nothing wrong. */
export const locks: Check = {
  name: 'locks',
  async look({ environment, connection, clock }: Place): Promise<Finding[]> {
    const table = operationsTable(connection, environment);
    const holder = await findLockHolder(table, { environment: environment.name, operation: 'deploy' }, clock);
    return holder && !holder.alive ? [abandoned(environment.name, holder)] : [];
  },
};

function abandoned(environment: string, { operation, holder, host, since }: LockHolder): Finding {
  return {
    subject: `the lock of ${operation}`,
    problem: `was left behind by ${holder} on ${host}, who took it at ${since}`,
    fix: `run what was begun again, which takes it over; or sbw unlock --env ${environment}`,
  };
}
