import type { Boleto } from '../boletos/boleto.js';
import { WITHOUT_SLIP } from '../boletos/status.js';
import { FEATURES } from '../issuers/features.js';
import { lacksNumbers, missingOnSlip, type NeededField } from './slip-rules.js';

/** What a boleto lacks without being wrong. */
export interface Warning {
  /** Name of the field. */
  readonly field: keyof Boleto;
  /** One sentence that says what to do. */
  readonly message: string;
}

/**
 * Returns what to add to a boleto before its payer sees it. A boleto without a slip needs nothing.
 *
 * @example warningsOf(boleto).map(({ field }) => field); // ['company_address']
 */
export function warningsOf(boleto: Boleto): Warning[] {
  if (WITHOUT_SLIP.includes(boleto.status)) return [];
  return [...slipWarnings(boleto), ...chargeWarnings(boleto)];
}

/** Whether the bank is told of interest and fine is not known of every bank of the gateway. */
function chargeWarnings({ issuer, register, interest, fine }: Boleto): Warning[] {
  if (!register || FEATURES[issuer].charges === 'yes') return [];
  const message = `nothing shows that ${issuer} tells its bank: agree on it with the bank, or leave it out`;
  return [
    ...(interest ? [{ field: 'interest' as const, message }] : []),
    ...(fine ? [{ field: 'fine' as const, message }] : []),
  ];
}

/** Without one of these fields, the boleto has no slip; without an account, its slip shows the convênio. */
function slipWarnings(boleto: Boleto): Warning[] {
  const missing = missingOnSlip(boleto).map((field) => ({ field, message: MISSING[field] }));
  return lacksNumbers(boleto) ? [...missing, NO_BANK_ACCOUNT] : missing;
}

const OR_THE_WALLET = 'or ask the operator to set it for the wallet';
const MISSING: Readonly<Record<NeededField, string>> = {
  company_name: `a slip must show the beneficiary: give "company_name", ${OR_THE_WALLET}`,
  company_document_number: `a slip must show the CPF or CNPJ of the beneficiary: give "company_document_number", ${OR_THE_WALLET}`,
  // Source: Lei 12.039/2009, which requires it on every document that charges a consumer.
  company_address: `a slip must show the address of the beneficiary (Lei 12.039/2009): give "company_address", ${OR_THE_WALLET}`,
  payer_name: 'a slip must show the payer: give "payer_name"',
  payer_document_number: 'a slip must show the CPF or CNPJ of the payer: give "payer_document_number"',
};

const NO_BANK_ACCOUNT: Warning = {
  field: 'issuer_bank_account',
  message: `a slip of Banco do Brasil shows the account: give "issuer_bank_account", ${OR_THE_WALLET}; until then it shows the convênio`,
};
