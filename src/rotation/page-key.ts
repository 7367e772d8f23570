import type { Credstash } from '../credstash/index.js';
import { type Environment, pageKeyName } from '../project/index.js';
import { generatePassword } from './generate.js';

/** Characters: 381 bits, more than HMAC-SHA256 uses. */
const LENGTH = 64;

/** A new version of the key that signs links to the payer's page. */
export interface RotatedPageKey {
  /** Name in credstash. */
  readonly name: string;
  readonly version: number;
}

/**
 * Stores a new version of the key that signs links to the payer's page. Links that an older version signed stay valid
 * until that version is deleted.
 *
 * @throws what `Credstash.put` throws
 * @example (await rotatePageKey(credstash, { name: 'live' })).version // 2
 */
export async function rotatePageKey(
  credstash: Pick<Credstash, 'put'>,
  environment: Pick<Environment, 'name'>,
): Promise<RotatedPageKey> {
  const name = pageKeyName(environment.name);
  const { version } = await credstash.put(name, generatePassword(LENGTH));
  return { name, version: Number(version) };
}
