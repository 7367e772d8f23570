import type { WalletBeneficiary } from '../../administration/index.js';
import { plainDocument } from '../../boleto/index.js';

type Body = Readonly<Record<string, unknown>>;

/** What the wallet knows of each field of the company. */
const COMPANY = {
  company_name: 'beneficiary_name',
  company_document_number: 'beneficiary_document_number',
  company_address: 'beneficiary_address',
} as const satisfies Readonly<Record<string, keyof WalletBeneficiary>>;

/**
 * Fills in what a body leaves out and its wallet knows: the company, if the body names none or the wallet's own, and the
 * account with its check digits. The boleto's row then keeps them, whatever becomes of the wallet.
 *
 * @param wallet undefined if the body names no wallet of the tenant
 */
export function withBeneficiary(body: Body, wallet: WalletBeneficiary | undefined): Body {
  if (!wallet) return body;
  return { ...body, ...companyOf(body, wallet), ...accountOf(body, wallet) };
}

function companyOf(body: Body, wallet: WalletBeneficiary): Body {
  const fields = Object.entries(COMPANY);
  const given = body.company_document_number;
  const isOwn =
    typeof given === 'string' && given !== '' && plainDocument(given) === wallet.beneficiary_document_number;
  if (!isOwn && fields.some(([field]) => !isMissing(body[field]))) return {};
  return missingOf(body, Object.fromEntries(fields.map(([field, column]) => [field, wallet[column]])));
}

/** The account's digit belongs to its account: a body that names another account gets none. */
function accountOf(body: Body, { agency_digit, account_digit, bank_account }: WalletBeneficiary): Body {
  const { issuer_bank_account: given } = body;
  const isOwn = isMissing(given) || given === bank_account;
  return missingOf(body, {
    issuer_agency_digit: agency_digit,
    ...(isOwn ? { issuer_bank_account: bank_account, issuer_account_digit: account_digit } : {}),
  });
}

/** Returns the values that a body lacks. */
function missingOf(body: Body, values: Body): Body {
  const entries = Object.entries(values).filter(([field, value]) => isMissing(body[field]) && value !== null);
  return Object.fromEntries(entries);
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}
