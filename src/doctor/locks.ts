import { findLockHolder, type LockHolder, operationsTable } from '../operations/index.js';
import type { Check, CheckContext, Finding } from './types.js';

/** Finds a lock whose holder no longer renews it. A lock that is renewed is no fault. */
export const locks: Check = {
  name: 'locks',
  async run({ environment, connection, clock }: CheckContext): Promise<Finding[]> {
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
