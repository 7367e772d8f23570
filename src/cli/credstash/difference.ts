import { createHmac, randomBytes } from 'node:crypto';
import type { Failure, Secrets } from '../../credstash/index.js';
import { table } from '../../report.js';
import { nameIn } from './names.js';

/** The secrets of one of the two compared environments. */
export interface Side extends Secrets {
  readonly environment: string;
}

export interface SideOfSecret {
  readonly name: string;
  /** Equal for equal values within one comparison, and useless outside it. */
  readonly fingerprint: string;
  /** Present only if values were requested. */
  readonly value?: string;
}

export interface Difference {
  /** The name in the environment of `from`. */
  readonly name: string;
  readonly state: 'same' | 'different' | 'only-from' | 'only-to';
  readonly from?: SideOfSecret;
  readonly to?: SideOfSecret;
}

/**
 * Compares the secrets of two environments; `sandbox/x` and `live/x` are the same secret. Leaves out a secret that could
 * not be read on one side, because nobody knows whether it differs.
 */
export function differences(from: Side, to: Side, showValues: boolean): Difference[] {
  const fingerprint = fingerprints();
  const unknown = new Set([...from.failures, ...to.failures].map(commonName(from, to)));
  const sideOf = (side: Side, name: string): SideOfSecret | undefined => {
    const secret = side.secrets.get(name);
    if (!secret) return undefined;
    return { name, fingerprint: fingerprint(secret.value), ...(showValues ? { value: secret.value } : {}) };
  };
  const names = [...from.secrets.keys(), ...to.secrets.keys()].map((name) => commonName(from, to)({ name }));
  return [...new Set(names)]
    .filter((name) => !unknown.has(name))
    .sort()
    .map((name) => {
      const one = sideOf(from, name);
      const other = sideOf(to, nameIn(to.environment, from.environment, name));
      return {
        name,
        state: stateOf(one, other),
        ...(one ? { from: one } : {}),
        ...(other ? { to: other } : {}),
      };
    });
}

/** Returns the name that a secret of either side has on the side of `from`. */
function commonName(from: Side, to: Side): (secret: Pick<Failure, 'name'>) => string {
  return ({ name }) => nameIn(from.environment, to.environment, name);
}

/** A plain hash reveals a short secret to anyone who tries values. An HMAC under a key that is thrown away does not. */
function fingerprints(): (value: string) => string {
  const key = randomBytes(32);
  return (value) => createHmac('sha256', key).update(value).digest('hex').slice(0, 12);
}

function stateOf(from: SideOfSecret | undefined, to: SideOfSecret | undefined): Difference['state'] {
  if (!to) return 'only-from';
  if (!from) return 'only-to';
  return from.fingerprint === to.fingerprint ? 'same' : 'different';
}

export function describeDifferences(found: readonly Difference[]): string {
  const shown = (side: SideOfSecret | undefined) =>
    side ? [side.name, side.value === undefined ? side.fingerprint : JSON.stringify(side.value)] : ['-', '-'];
  return table(found.map(({ state, from, to }) => [state, ...shown(from), ...shown(to)]));
}
