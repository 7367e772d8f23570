import { refuse } from '../errors.js';
import { ailos } from './ailos.js';
import { bancoDoBrasil } from './banco-do-brasil.js';
import type { Bank } from './bank.js';
import { banrisul } from './banrisul.js';
import { bradesco } from './bradesco.js';
import { caixa } from './caixa.js';
import { inter } from './inter.js';
import { itau } from './itau.js';
import { safra } from './safra.js';
import { santander } from './santander.js';
import { sicoob } from './sicoob.js';
import { sicredi } from './sicredi.js';
import { stone } from './stone.js';

export { printAccount } from './print-account.js';

/** The banks by their COMPE code. */
const banks = {
  '001': bancoDoBrasil,
  '033': santander,
  '041': banrisul,
  '077': inter,
  '085': ailos,
  '104': caixa,
  '197': stone,
  '237': bradesco,
  '341': itau,
  '422': safra,
  '748': sicredi,
  '756': sicoob,
};

/** COMPE code of a bank whose boletos the library can issue. */
export type BankCode = keyof typeof banks;

/** The fields that each bank needs besides due date and amount. */
export type FieldsOfBank = {
  [Code in BankCode]: (typeof banks)[Code] extends Bank<infer Fields> ? Fields : never;
};
export type BankFields = FieldsOfBank[BankCode];

/** COMPE codes of the banks whose boletos the library can issue, sorted. */
export const bankCodes = Object.keys(banks).sort() as readonly BankCode[];

/**
 * Returns the rules of a bank.
 *
 * @param code COMPE code, three digits as a string
 * @throws {BoletoError} UNKNOWN_BANK with the known codes as its limit
 * @example bankOf('237').name // 'Bradesco'
 */
export function bankOf(code: string): Bank<BankFields> {
  const bank = findBank(code);
  if (bank) return bank;
  const known = bankCodes.join(', ');
  refuse('UNKNOWN_BANK', 'bank', `bank must be one of ${known}, as text`, known);
}

/** As `bankOf`, but returns undefined for an unknown bank. */
export function findBank(code: string): Bank<BankFields> | undefined {
  // The code that selects the bank also selects the type of its fields, so the cast is safe.
  return Object.hasOwn(banks, code) ? (banks[code as BankCode] as Bank<BankFields>) : undefined;
}
