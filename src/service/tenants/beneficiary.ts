import type { WalletBeneficiary } from '../../administration/index.js';

/** The columns of `title_ids` that say whose account a wallet is. */
export const BENEFICIARY = [
  'beneficiary_name',
  'beneficiary_document_number',
  'beneficiary_address',
  'agency_digit',
  'account_digit',
  'bank_account',
] as const satisfies readonly (keyof WalletBeneficiary)[];
