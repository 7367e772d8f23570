import { dueDateOf } from './due-date.js';

type Body = Readonly<Record<string, unknown>>;

const CPF_LENGTH = 11;
const CNPJ_LENGTH = 14;
/** What the earlier service read as a number, if it came as text. */
const NUMBER = /^\s*[+-]?[0-9]+(\.[0-9]+)?\s*$/;

/**
 * Returns the body of POST /boletos in the one spelling that the schema checks and the table stores. The earlier service
 * accepted several. What has none of them stays as it is, so that the schema reports it.
 *
 * Source: the joi schemas and the functional suites of pagarme/superbowleto, of 2017 and of its last version.
 */
export function inOneSpelling(body: Body): Record<string, unknown> {
  return {
    ...body,
    ...changed(body, 'expiration_date', (value) => dueDateOf(value) ?? value),
    ...changed(body, 'amount', numberIn),
    ...changed(body, 'title_id', numberIn),
    ...changed(body, 'interest', chargeIn),
    ...changed(body, 'fine', chargeIn),
    ...changed(body, 'register', booleanIn),
    ...changed(body, 'payer_document_number', (value) => documentIn(value, body.payer_document_type)),
    ...changed(body, 'company_document_number', (value) => documentIn(value, undefined)),
  };
}

/** Does the same with the body of PATCH /boletos/:id. A `paid_amount` of null is left out. */
export function changesInOneSpelling(body: Body): Record<string, unknown> {
  const { paid_amount, ...others } = body;
  return paid_amount === undefined || paid_amount === null
    ? others
    : { ...body, paid_amount: numberIn(paid_amount) };
}

/** Own properties only: a body may have a field of any name, `__proto__` too. */
function changed(body: Body, name: string, change: (value: unknown) => unknown): Record<string, unknown> {
  return Object.hasOwn(body, name) ? { [name]: change(body[name]) } : {};
}

function numberIn(value: unknown): unknown {
  return typeof value === 'string' && NUMBER.test(value) ? Number(value) : value;
}

function booleanIn(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const text = value.toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : value;
}

/** Reads interest or a fine: 0 means none, also beside the other one, and charges begin on day 1 at the earliest. */
function chargeIn(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const given = Object.entries(value).map(([name, part]) => [name, numberIn(part)] as const);
  const isNone = ([name, part]: readonly [string, unknown]) =>
    part === null || (part === 0 && (name === 'percentage' || name === 'amount'));
  const kept = given.filter((entry) => !isNone(entry));
  const hasZero = given.some(([name, part]) => part === 0 && name !== 'days');
  const isEmpty = kept.length === 0 || (hasZero && kept.every(([name]) => name === 'days'));
  if (isEmpty) return null;
  return Object.fromEntries(kept.map(([name, part]) => [name, name === 'days' && part === 0 ? 1 : part]));
}

/** A document that came as a number has lost its leading zeros. */
function documentIn(value: unknown, type: unknown): unknown {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) return value;
  const digits = String(value);
  const isCnpj = type === 'cnpj' || (type !== 'cpf' && digits.length > CPF_LENGTH);
  return digits.padStart(isCnpj ? CNPJ_LENGTH : CPF_LENGTH, '0');
}
