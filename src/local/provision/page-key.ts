import { randomBytes } from 'node:crypto';
import type { Credstash } from '../../credstash/index.js';
import { type Environment, pageKeyName } from '../../project/index.js';

/** Stores the key that signs links to the payer's page, unless there is one: `sbw rotate-page-key` makes it on AWS. */
export async function ensurePageKey(secrets: Credstash, { name }: Pick<Environment, 'name'>): Promise<void> {
  const key = pageKeyName(name);
  if (!(await secrets.find(key))) await secrets.put(key, randomBytes(32).toString('base64url'));
}
