import { createReader } from '../credstash/index.js';
import { passwordNames } from '../project/index.js';
import type { Check, Finding, Place } from './types.js';

/** Whether there is a password, and a rotation that was not finished. By the versions alone: nothing is opened. */
export const password: Check = {
  name: 'password',
  async look({ environment, connection }: Place): Promise<Finding[]> {
    const { kms, dynamodb } = connection;
    const { name, credstash } = environment;
    const reader = createReader({ kms, dynamodb, table: credstash.table });
    const { current, pending } = passwordNames(name);
    const [now, begun] = await Promise.all([reader.versions(current), reader.versions(pending)]);
    const [latest] = now;
    const [unfinished] = begun;
    if (!latest && !unfinished) {
      return [
        {
          subject: current,
          problem: 'is not in credstash: no function can reach the database',
          fix: `sbw rotate-password ${name} --init, which stores the password that the database has; where nobody knows it, --repair sets a new one`,
        },
      ];
    }
    if (!unfinished || (latest && unfinished.version <= latest.version)) return [];
    return [
      {
        subject: pending,
        problem: `has version ${unfinished.version}, of a rotation that was not finished`,
        fix: `sbw rotate-password ${name} --resume`,
      },
    ];
  },
};
