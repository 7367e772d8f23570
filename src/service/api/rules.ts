import { isCivilDate, isValidCnpj, isValidCpf } from '../../boleto/index.js';
import { BOLETO_NAMES, digitErrorsOf } from '../issuers/check-digits.js';
import { fieldErrorsOf } from '../issuers/codes.js';
import { ISSUERS, isIssuer, type ProviderName } from '../issuers/issuers.js';
import { addressErrors } from './address-rules.js';
import { bradescoErrors } from './bradesco-rules.js';
import { featureErrors } from './feature-rules.js';
import { isBlank } from './slip-rules.js';
import { termErrors } from './term-rules.js';
import type { FieldError, Rule } from './validate.js';

type Body = Readonly<Record<string, unknown>>;

/** Bradesco refuses a title that is due later than this many years ahead (response code 9300576). */
const YEARS_AHEAD = 10;

export interface CreateContext {
  /** Civil date in São Paulo, whose days due dates are. */
  readonly today: string;
  readonly isAllowedQueue: (url: string) => boolean;
  /** Whether this environment is connected to a provider for the issuer. */
  readonly canRegister: (issuer: string) => boolean;
}

/** Makes the rules of POST /boletos that a schema cannot check. */
export function createRules(context: CreateContext): Rule[] {
  return [
    (body) => dueDateErrors(body.expiration_date, context.today),
    (body) => queueErrors(body.queue_url, context.isAllowedQueue),
    (body) => providerErrors(body, context.canRegister),
    issuerErrors,
    (body) => digitErrorsOf(body, BOLETO_NAMES),
    missingErrors,
    payerDocumentErrors,
    companyDocumentErrors,
    (body) => termErrors(body, context.today),
    (body) => (wantsRegistration(body.register) ? registrationErrors(body, context.today) : []),
  ];
}

/** Checks what a provider would refuse, with the title id then spent. */
function registrationErrors(body: Body, today: string): FieldError[] {
  return [
    ...addressErrors(body),
    ...featureErrors(body),
    ...(body.issuer === 'bradesco' ? bradescoErrors(body, today) : []),
  ];
}

/** The error of a wallet that belongs to another tenant, or to none. */
export const NOT_OWN_WALLET: FieldError = {
  field: 'issuer_wallet',
  message: "must be one of this API key's wallets",
};

/** Whether to register the boleto: yes, unless the body says no. */
export function wantsRegistration(register: unknown): boolean {
  return register !== false;
}

function dueDateErrors(date: unknown, today: string): FieldError[] {
  const field = 'expiration_date';
  if (typeof date !== 'string') return [];
  if (!isCivilDate(date)) return [{ field, message: 'must be a date of the calendar as YYYY-MM-DD' }];
  if (date < today) return [{ field, message: `must not be before today, ${today}` }];
  const latest = `${Number(today.slice(0, 4)) + YEARS_AHEAD}${today.slice(4)}`;
  return date > latest
    ? [{ field, message: `must not be after ${latest}, ${YEARS_AHEAD} years from today` }]
    : [];
}

function queueErrors(url: unknown, isAllowed: (url: string) => boolean): FieldError[] {
  if (typeof url !== 'string' || isAllowed(url)) return [];
  return [
    {
      field: 'queue_url',
      message: "must be the URL of an SQS queue that this API key may name, in the service's region",
    },
  ];
}

function providerErrors({ issuer, register }: Body, canRegister: (issuer: string) => boolean): FieldError[] {
  if (typeof issuer !== 'string' || !wantsRegistration(register) || canRegister(issuer)) return [];
  const message = `${issuer} is not connected to a bank here: give "register" as false to only issue the boleto`;
  return [{ field: 'issuer', message }];
}

function issuerErrors(body: Body): readonly FieldError[] {
  return typeof body.issuer === 'string' && isIssuer(body.issuer) ? fieldErrorsOf(body.issuer, body) : [];
}

const PAYER_FIELDS = ['payer_name', 'payer_document_type', 'payer_document_number'];
/** Fields without which a provider's bank refuses a title. */
const PROVIDER_FIELDS: Readonly<Record<ProviderName, readonly string[]>> = {
  development: [],
  bradesco: ['payer_address'],
  'boleto-api': ['company_name', 'company_document_number'],
};

function missingErrors(body: Body): FieldError[] {
  if (!wantsRegistration(body.register)) return [];
  const issuer = String(body.issuer);
  const fields = [
    ...PAYER_FIELDS,
    ...(isIssuer(issuer) ? PROVIDER_FIELDS[ISSUERS[issuer].provider] : []),
    ...(issuer === 'boleto-api-bradesco-shopfacil' ? ['payer_address'] : []),
  ];
  const missing = fields.filter((field) => isMissing(body[field]));
  return missing.map((field) => ({ field, message: 'is required' }));
}

/** The bank would get an empty text for one without a visible character. */
function isMissing(value: unknown): boolean {
  return typeof value === 'string' ? isBlank(value) : value === undefined || value === null;
}

function payerDocumentErrors({
  payer_document_type: type,
  payer_document_number: number,
}: Body): FieldError[] {
  if (typeof number !== 'string' || number === '') return [];
  const field = 'payer_document_number';
  if (type === 'cpf') return isValidCpf(number) ? [] : [{ field, message: 'must be a valid CPF' }];
  if (type === 'cnpj') return isValidCnpj(number) ? [] : [{ field, message: 'must be a valid CNPJ' }];
  return isValidCpf(number) || isValidCnpj(number) ? [] : [{ field, message: 'must be a valid CPF or CNPJ' }];
}

function companyDocumentErrors({ company_document_number: number }: Body): FieldError[] {
  if (typeof number !== 'string' || number === '' || isValidCpf(number) || isValidCnpj(number)) return [];
  return [{ field: 'company_document_number', message: 'must be a valid CPF or CNPJ' }];
}
