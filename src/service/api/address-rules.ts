import { type Issuer, isIssuer } from '../issuers/issuers.js';
import { bankDigits, stateCode } from '../registration/bank-text.js';
import type { FieldError } from './validate.js';

type Body = Readonly<Record<string, unknown>>;

/**
 * Bradesco refuses a title without the payer's whole address (response codes 9300544, 9300550 and 93005126) or that of
 * its final beneficiary (9300545 and 9300580), and the title id is then spent. Source: docs/providers.md; pagarme/superbowleto required the same parts.
 */
const NEED_ADDRESS: readonly Issuer[] = ['bradesco', 'boleto-api-bradesco-shopfacil'];
const PARTS = ['zipcode', 'street', 'street_number', 'neighborhood', 'city', 'state'];
const ZIPCODE_LENGTH = 8;

/** Checks what the issuer's bank needs of the addresses of a boleto that is to be registered. */
export function addressErrors(body: Body): FieldError[] {
  const { issuer } = body;
  if (typeof issuer !== 'string' || !isIssuer(issuer) || issuer === 'development') return [];
  const final = isAddress(body.final_beneficiary) ? body.final_beneficiary : undefined;
  const needed = NEED_ADDRESS.includes(issuer) ? neededErrors('payer_address', body.payer_address) : [];
  const field = 'final_beneficiary.address';
  const neededOfFinal = issuer === 'bradesco' && final ? neededErrors(field, final.address ?? {}) : [];
  return [
    ...needed,
    ...neededOfFinal,
    ...stateErrors('payer_address', body.payer_address),
    ...stateErrors('company_address', body.company_address),
    ...stateErrors(field, final?.address),
  ];
}

function neededErrors(name: string, address: unknown): FieldError[] {
  if (!isAddress(address)) return [];
  const missing = PARTS.filter((part) => isEmpty(address[part])).map((part) => ({
    field: `${name}.${part}`,
    message: 'is required',
  }));
  const { zipcode } = address;
  const isZipcode = isEmpty(zipcode) || bankDigits(String(zipcode), Infinity).length === ZIPCODE_LENGTH;
  const wrong = { field: `${name}.zipcode`, message: `must have ${ZIPCODE_LENGTH} digits` };
  return isZipcode ? missing : [...missing, wrong];
}

/** Checks that a state is one: its bank refuses the title for any other (Bradesco's response code 93005126). */
export function stateErrors(field: string, address: unknown): FieldError[] {
  if (!isAddress(address) || isEmpty(address.state)) return [];
  if (typeof address.state !== 'string' || stateCode(address.state) !== '') return [];
  return [{ field: `${field}.state`, message: 'must be a state of Brazil, as in SP or São Paulo' }];
}

function isAddress(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}
