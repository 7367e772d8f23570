import { refuse } from '../errors.js';
import { bancoDoBrasil } from './banco-do-brasil.js';
import type { Bank } from './bank.js';
import { bradesco } from './bradesco.js';
import { caixa } from './caixa.js';
import { itau } from './itau.js';
import { santander } from './santander.js';
import { stone } from './stone.js';

/** One line a bank: the code that tells a boleto's fields apart, and the file that knows its rules. */
const banks = {
  '001': bancoDoBrasil,
  '033': santander,
  '104': caixa,
  '197': stone,
  '237': bradesco,
  '341': itau,
};

export type BankCode = keyof typeof banks;

/** What each bank needs besides due date and amount, told apart by `bank`. */
export type FieldsOfBank = {
  [Code in BankCode]: (typeof banks)[Code] extends Bank<infer Fields> ? Fields : never;
};
export type BankFields = FieldsOfBank[BankCode];

/** Codes of the banks whose barcodes the library builds. */
export const bankCodes = Object.keys(banks).sort() as readonly BankCode[];

/** @throws BoletoError UNKNOWN_BANK with the known codes as its limit. */
export function bankOf(code: string): Bank<BankFields> {
  const bank = findBank(code);
  if (bank) return bank;
  const known = bankCodes.join(', ');
  refuse('UNKNOWN_BANK', 'bank', `bank must be one of ${known}, as text`, known);
}

export function findBank(code: string): Bank<BankFields> | undefined {
  // A bank is looked up by the same code that fixed its fields' type, so each one gets the fields of its own.
  return Object.hasOwn(banks, code) ? (banks[code as BankCode] as Bank<BankFields>) : undefined;
}
