import type { Issuer } from '../issuers/issuers.js';
import { NOT_OWN_WALLET } from './rules.js';
import type { FieldError } from './validate.js';

type Body = Readonly<Record<string, unknown>>;

/** At these issuers a title's wallet says how late it may be paid, and the bank can be told in no other way. */
const ISSUERS_WITH_RULES: readonly Issuer[] = ['bradesco', 'boleto-api-bradesco-shopfacil'];

/** Bradesco's wallets by rule. Source: pagarme/superbowleto, src/lib/helpers/configurations.js. */
const WALLETS: ReadonlyMap<unknown, string> = new Map([
  ['strict_expiration_date', '25'],
  ['no_strict', '26'],
]);

export interface Ruled {
  /** The body with the wallet of its rule. */
  readonly body: Body;
  /** Words an error of the wallet, which the caller did not name, as one of the rule. */
  readonly explained: (error: FieldError) => FieldError;
  readonly errors: readonly FieldError[];
}

/**
 * Applies the rule of a body to its wallet, as the earlier service did: of Bradesco's wallets 25 and 26 the rule
 * decides, whichever the body or its configuration names. Any other wallet contradicts a rule.
 */
export function withWalletOfRules(body: Body): Ruled {
  const unchanged = { body, explained: (error: FieldError) => error, errors: [] };
  const { rules, issuer, issuer_wallet: given } = body;
  if (!Array.isArray(rules) || !ISSUERS_WITH_RULES.some((name) => name === issuer)) return unchanged;
  const [rule] = new Set(rules);
  const wallet = WALLETS.get(rule);
  if (wallet === undefined || wallet === given) return unchanged;
  if (given !== undefined && given !== null && ![...WALLETS.values()].some((known) => known === given)) {
    const message = `${rule} means wallet ${wallet} at ${issuer}: leave out "issuer_wallet" or the rule`;
    return { ...unchanged, errors: [{ field: 'rules', message }] };
  }
  const explained = (error: FieldError) =>
    error === NOT_OWN_WALLET
      ? { field: 'rules', message: `${rule} means wallet ${wallet}, which ${error.message}` }
      : error;
  return { body: { ...body, issuer_wallet: wallet }, explained, errors: [] };
}
