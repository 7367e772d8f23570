import { createReader } from '../credstash/index.js';
import { passwordNames } from '../project/index.js';
import type { Check, CheckContext, Finding } from './types.js';

/** Checks that there is a password and no unfinished rotation. It reads version numbers only and decrypts nothing. */
export const password: Check = {
  name: 'password',
  async run({ environment, connection }: CheckContext): Promise<Finding[]> {
    const { kms, dynamodb } = connection;
    const { name, credstash } = environment;
    const reader = createReader({ kms, dynamodb, table: credstash.table });
    const { current, pending } = passwordNames(name);
    const [currentVersions, pendingVersions] = await Promise.all([
      reader.versions(current),
      reader.versions(pending),
    ]);
    const [latest] = currentVersions;
    const [unfinished] = pendingVersions;
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
