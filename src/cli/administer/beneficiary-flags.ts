import { Flags } from '@oclif/core';
import type { WalletBeneficiary } from '../../administration/index.js';
import { UsageError } from '../../errors.js';
import { readInput } from '../input.js';

const CLEARS = 'an empty text removes it';

/** Flags that say whose account a wallet is. */
export const beneficiaryFlags = {
  'beneficiary-name': Flags.string({
    description: `name of the beneficiary, as slips print it; ${CLEARS}`,
    helpValue: 'NAME',
  }),
  'beneficiary-document': Flags.string({
    description: `CPF or CNPJ of the beneficiary; ${CLEARS}`,
    helpValue: 'NUMBER',
  }),
  'beneficiary-address': Flags.string({
    description: `JSON file with the beneficiary's address, in the fields of company_address; - is standard input; ${CLEARS}`,
    helpValue: 'FILE',
  }),
  'agency-digit': Flags.string({
    description: `check digit of the agency, as the bank prints it; ${CLEARS}`,
    helpValue: 'DIGIT',
  }),
  'account-digit': Flags.string({
    description: `check digit of the account, as the bank prints it; ${CLEARS}`,
    helpValue: 'DIGIT',
  }),
  'bank-account': Flags.string({
    description: `the account that slips print, where --account is an agreement (convênio); ${CLEARS}`,
    helpValue: 'DIGITS',
  }),
};

type GivenFlags = { readonly [Name in keyof typeof beneficiaryFlags]?: string | undefined };

/**
 * Returns what the flags say of a wallet, with null for an empty text. What no flag gives is left out.
 *
 * @throws {UsageError} FILE_UNREADABLE, NOT_JSON
 */
export async function beneficiaryOf(flags: GivenFlags): Promise<Partial<WalletBeneficiary>> {
  const address = flags['beneficiary-address'];
  const given = {
    beneficiary_name: flags['beneficiary-name'],
    beneficiary_document_number: flags['beneficiary-document'],
    agency_digit: flags['agency-digit'],
    account_digit: flags['account-digit'],
    bank_account: flags['bank-account'],
  };
  const texts = Object.entries(given)
    .filter(([, text]) => text !== undefined)
    .map(([field, text]) => [field, text || null]);
  const beneficiary_address = address ? await readAddress(address) : null;
  return { ...Object.fromEntries(texts), ...(address === undefined ? {} : { beneficiary_address }) };
}

/** Returns what the flags say of a wallet. @throws {UsageError} MISSING_FLAG if they say nothing */
export async function requiredBeneficiary(flags: GivenFlags): Promise<Partial<WalletBeneficiary>> {
  const given = await beneficiaryOf(flags);
  if (Object.keys(given).length > 0) return given;
  const names = Object.keys(beneficiaryFlags).map((name) => `--${name}`);
  throw new UsageError(
    'MISSING_FLAG',
    `Say what to change: ${names.slice(0, -1).join(', ')} or ${names.at(-1)}.`,
  );
}

/** The function checks the fields. */
async function readAddress(path: string): Promise<WalletBeneficiary['beneficiary_address']> {
  const { name, text = '' } = await readInput(path);
  try {
    return JSON.parse(text) as WalletBeneficiary['beneficiary_address'];
  } catch {
    throw new UsageError(
      'NOT_JSON',
      `${name} must be JSON, as in {"street": "Rua Funchal", "city": "São Paulo"}.`,
    );
  }
}
