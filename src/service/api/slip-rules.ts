import { issue, plainText } from '../../boleto/index.js';
import { verifySlip } from '../../boleto/slip/verify.js';
import type { NewBoleto } from '../boletos/boleto.js';
import { invalidParameters } from '../http/errors.js';
import { codesOf, titleIdLimit } from '../issuers/codes.js';
import { ISSUERS } from '../issuers/issuers.js';
import { isBoletoError, slipOf } from './slip-of-boleto.js';

/** What a slip must show and a boleto may lack, each with a text in its place. */
const NEEDED = {
  company_name: '-',
  company_document_number: '11222333000181',
  company_address: { city: '-' },
  payer_name: '-',
  payer_document_number: '52998224725',
} as const satisfies Partial<NewBoleto>;

export type NeededField = keyof typeof NEEDED;

/**
 * Returns the fields without which a boleto has no slip, in the order of the slip. A text without a visible character is
 * none, and so is an address without such a text.
 *
 * Source of the address: Lei 12.039/2009, which requires it on every document that charges a consumer.
 */
export function missingOnSlip(boleto: Pick<NewBoleto, NeededField>): NeededField[] {
  const fields = Object.keys(NEEDED) as NeededField[];
  return fields.filter((field) => {
    const value = boleto[field];
    return typeof value === 'object' ? Object.values(value ?? {}).every(isBlank) : isBlank(value);
  });
}

/**
 * Whether the slip shows other numbers than the bank's own slips: those of Banco do Brasil have an account, and without it
 * the slip shows the convênio.
 */
export function lacksNumbers({
  issuer,
  issuer_bank_account,
}: Pick<NewBoleto, 'issuer' | 'issuer_bank_account'>): boolean {
  return ISSUERS[issuer].bank === '001' && !issuer_bank_account;
}

/** Whether a text has no visible character, such as one of spaces. */
export function isBlank(value: unknown): boolean {
  return plainText(String(value ?? ''), 'latin-1') === '';
}

/** Any number of Stone, which numbers the title itself. */
const STONE_TITLE_ID = '9'.repeat(20);

/**
 * Verifies that a new boleto will have a slip, with the code that draws it: what only the drawing showed would come after
 * the bank has registered the title. A field that it lacks is no error: the answer of the POST warns.
 *
 * @throws HttpError 400 that names the field, such as instructions with more lines than the slip has room for
 */
export function verifyDrawable(boleto: NewBoleto, now: Date): void {
  const standIns = missingOnSlip(boleto).map((field) => [field, NEEDED[field]]);
  const drawable = {
    ...boleto,
    ...(Object.fromEntries(standIns) as Partial<NewBoleto>),
    title_id: titleIdLimit(boleto.issuer),
    barcode: barcodeOf(boleto),
    created_at: now,
  };
  try {
    verifySlip(slipOf(drawable));
  } catch (error) {
    if (!isBoletoError(error)) throw error;
    const field = apiFieldOf(error.field, boleto);
    const message = `"${field}" must fit on the slip: ${error.message}`;
    throw invalidParameters([{ field, message }]);
  }
}

function barcodeOf(boleto: NewBoleto): string {
  const codes = codesOf(boleto, titleIdLimit(boleto.issuer));
  if (codes) return codes.barcode;
  const { expiration_date: dueDate, amount } = boleto;
  return issue({ bank: '197', dueDate, amount, titleId: STONE_TITLE_ID }).barcode;
}

const API_FIELDS: Readonly<Record<string, string>> = {
  'boleto.barcode': 'barcode',
  dueDate: 'expiration_date',
  'account.agency': 'issuer_agency',
  'account.agencyDigit': 'issuer_agency_digit',
  'account.accountDigit': 'issuer_account_digit',
  'beneficiary.name': 'company_name',
  'beneficiary.document': 'company_document_number',
  'beneficiary.address': 'company_address',
  'payer.name': 'payer_name',
  'payer.document': 'payer_document_number',
  'finalBeneficiary.name': 'final_beneficiary.name',
  'finalBeneficiary.document': 'final_beneficiary.document_number',
  daysToExpire: 'days_to_expire',
  'divergentPayment.minimum': 'divergent_payment.amount',
};

/**
 * Returns the API's name of a field of `SlipData`.
 *
 * @example apiFieldOf('payer.name', boleto) // 'payer_name'
 */
export function apiFieldOf(field: string, { issuer }: Pick<NewBoleto, 'issuer'>): string {
  if (field !== 'account.account') return API_FIELDS[field] ?? field;
  return ISSUERS[issuer].bank === '001' ? 'issuer_bank_account' : 'issuer_account';
}
