import { membersOf } from './answers.js';

/** A request to register a title, as the gateway decodes it. */
export interface GatewayRequest {
  readonly bank: number;
  readonly authentication: Fields;
  readonly agreement: Fields;
  readonly title: Fields;
  readonly recipient: Fields;
  readonly payeeGuarantor?: Fields;
  readonly buyer: Fields;
}

/** Names in lower case: the gateway is written in Go, which accepts a JSON key in any case. */
export type Fields = Readonly<Record<string, unknown>>;

/** Fields that Go decodes into unsigned integers. Any other value fails before the gateway checks a rule. */
const UNSIGNED = {
  agreement: ['agreementnumber', 'wallet', 'walletvariation'],
  title: ['ournumber', 'amountincents'],
} as const;

/** Decodes the body of a request; undefined when the gateway could not decode it. */
export function decodeRequest(body: unknown): GatewayRequest | undefined {
  const given = lowered(body);
  const agreement = membersOf(given.agreement);
  const title = membersOf(given.title);
  const unsigned = [
    given.banknumber,
    ...UNSIGNED.agreement.map((name) => agreement[name]),
    ...UNSIGNED.title.map((name) => title[name]),
  ];
  const isDecodable =
    typeof body === 'object' &&
    body !== null &&
    unsigned.every(isUnsigned) &&
    isRules(membersOf(title.rules));
  if (!isDecodable) return undefined;
  return {
    bank: Number(given.banknumber ?? 0),
    authentication: membersOf(given.authentication),
    agreement,
    title,
    recipient: membersOf(given.recipient),
    ...(given.payeeguarantor === undefined ? {} : { payeeGuarantor: membersOf(given.payeeguarantor) }),
    buyer: membersOf(given.buyer),
  };
}

/** Returns a string as it is, and '' for any other value. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Returns a number as it is, and 0 for any other value. */
export function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

/** Go decodes a boolean and an integer. */
function isRules({ acceptdivergentamount: accept, maxdaystopaypastdue: days }: Fields): boolean {
  const isBoolean = accept === undefined || typeof accept === 'boolean';
  return isBoolean && (days === undefined || Number.isSafeInteger(days));
}

function isUnsigned(value: unknown): boolean {
  return value === undefined || (Number.isSafeInteger(value) && Number(value) >= 0);
}

function lowered(value: unknown): Fields {
  return Object.fromEntries(
    Object.entries(membersOf(value)).map(([name, member]) => [
      name.toLowerCase(),
      typeof member === 'object' && member !== null && !Array.isArray(member) ? lowered(member) : member,
    ]),
  );
}
