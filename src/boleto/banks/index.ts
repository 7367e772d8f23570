import { BoletoError } from '../errors.js';
import type { Bank } from './bank.js';
import { type BradescoFields, bradesco } from './bradesco.js';

/** What each bank needs besides due date and amount, told apart by `bank`. */
export interface FieldsOfBank {
  '237': BradescoFields;
}

export type BankCode = keyof FieldsOfBank;
export type BankFields = FieldsOfBank[BankCode];

const banks: { readonly [Code in BankCode]: Bank<FieldsOfBank[Code]> } = { '237': bradesco };

/** Codes of the banks whose barcodes the library builds. */
export const bankCodes = Object.keys(banks).sort() as readonly BankCode[];

/** @throws BoletoError UNKNOWN_BANK with the known codes as its limit. */
export function bankOf(code: string): Bank<BankFields> {
  const bank = findBank(code);
  if (bank) return bank;
  const known = bankCodes.join(', ');
  throw new BoletoError('UNKNOWN_BANK', 'bank', `there is no bank ${code} here; there is: ${known}`, known);
}

export function findBank(code: string): Bank<BankFields> | undefined {
  // A bank is looked up by the same code that fixed its fields' type, so each one gets the fields of its own.
  return Object.hasOwn(banks, code) ? (banks[code as BankCode] as Bank<BankFields>) : undefined;
}
