import type { Issuer } from '../../issuers/issuers.js';
import { meaningOf } from '../bradesco/response-codes.js';

/** One of the gateway's `errors`. */
export interface GatewayError {
  readonly code: string;
  readonly message: string;
}

/** `dated`: a refusal that depends on the day, so that an earlier attempt may still have registered the title. */
export type ErrorMeaning = 'refused' | 'dated' | 'exists' | 'unknown';

/** Codes of the gateway's own checks, before it asks a bank. */
const GATEWAY_REFUSALS: ReadonlySet<string> = new Set([
  'MP400',
  'MPBankNumber',
  'MPAmountInCents',
  'MPBuyerDocumentType',
  'MPRecipientDocumentType',
  'MPPayeeGuarantorDocumentType',
  'MPPayeeGuarantorNameType',
  'MPDocumentNumber',
  'MPAgency',
  'MPAccount',
  'MPWallet',
  'MPWalletVariation',
  'MPOurNumber',
  'MPInstructions',
]);
const DUE_DATE_PASSED = 'MPExpireDate';

/**
 * Codes of Bradesco's ShopFacil about a title's own fields: a tag is missing or malformed, an agency or account is too
 * long, or the wallet is not 25 or 26.
 */
const SHOPFACIL_REFUSALS: ReadonlySet<string> = new Set(
  [395, 399, 513, 514, 516, 517, 5162, 5163, 546, ...range(519, 531)].map((number) => `-${number}`),
);
/** 121 to 128: name, address or document of the payer invalid or empty. */
const SHOPFACIL_LATER_NUMBERS = /^9300512[1-8]$/;

/** Caixa's messages begin with their number, 1 to 67. The code of all of them is 1. */
const CAIXA_MESSAGE = /^\(([1-9]\d?)\)/;
/** NOSSO NUMERO JA CADASTRADO PARA O BENEFICIARIO */
const CAIXA_EXISTS = '38';
const CAIXA_LAST_REFUSAL = 67;

/** Returns what an error says about the title at an issuer's bank. A code that is in no table is `unknown`. */
export function errorMeaning(issuer: Issuer, error: GatewayError): ErrorMeaning {
  const { code, message } = error;
  // A bank's firewall may answer the gateway with a page, which the gateway passes on as the message of an MP400.
  if (/<[a-z!/]/i.test(message)) return 'unknown';
  if (code === DUE_DATE_PASSED) return 'dated';
  if (GATEWAY_REFUSALS.has(code)) return 'refused';
  if (issuer === 'boleto-api-bradesco-shopfacil') return shopFacilMeaning(code);
  return issuer === 'boleto-api-caixa' ? caixaMeaning(caixaNumber(error)) : 'unknown';
}

/** Returns the bank's own code of an error. Caixa's is the number of its message. */
export function codeOf(issuer: Issuer, error: GatewayError): string {
  return (issuer === 'boleto-api-caixa' ? caixaNumber(error) : undefined) ?? error.code;
}

/** Whether a stored code says that the bank already had a title of that number when we asked. */
export function saysExists(issuer: Issuer, code: string | null): boolean {
  if (issuer === 'boleto-api-caixa') return code === CAIXA_EXISTS;
  return issuer === 'boleto-api-bradesco-shopfacil' && meaningOf(code ?? '') === 'exists';
}

function shopFacilMeaning(code: string): ErrorMeaning {
  if (SHOPFACIL_REFUSALS.has(code) || SHOPFACIL_LATER_NUMBERS.test(code)) return 'refused';
  const meaning = meaningOf(code);
  return meaning === 'refused' || meaning === 'exists' ? meaning : 'unknown';
}

function caixaNumber({ code, message }: GatewayError): string | undefined {
  return CAIXA_MESSAGE.exec(code)?.[1] ?? CAIXA_MESSAGE.exec(message)?.[1];
}

function caixaMeaning(number: string | undefined): ErrorMeaning {
  if (number === CAIXA_EXISTS) return 'exists';
  return number !== undefined && Number(number) <= CAIXA_LAST_REFUSAL ? 'refused' : 'unknown';
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
