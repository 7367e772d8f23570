import type { Boleto } from '../boletos/boleto.js';
import { WITHOUT_SLIP } from '../boletos/status.js';
import { FEATURES } from '../issuers/features.js';

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
  return [...(boleto.company_address ? [] : [NO_COMPANY_ADDRESS]), ...chargeWarnings(boleto)];
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

/** Source: Lei 12.039/2009, which requires it on every document that charges a consumer. */
const NO_COMPANY_ADDRESS: Warning = {
  field: 'company_address',
  message:
    'a slip must show the address of the beneficiary (Lei 12.039/2009): give "company_address", or ask the operator to set it for the wallet',
};
