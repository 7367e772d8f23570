import type { Boleto } from '../boletos/boleto.js';
import { WITHOUT_SLIP } from '../boletos/status.js';

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
  return boleto.company_address === null || boleto.company_address === undefined ? [NO_COMPANY_ADDRESS] : [];
}

/** Source: Lei 12.039/2009, which requires it on every document that charges a consumer. */
const NO_COMPANY_ADDRESS: Warning = {
  field: 'company_address',
  message:
    'a slip must show the address of the beneficiary (Lei 12.039/2009): give "company_address", or ask the operator to set it for the wallet',
};
