import { type BankCode, bankOf, type FieldsOfBank } from './banks/index.js';
import { assembleBarcode } from './barcode.js';
import { toDigitableLine } from './digitable-line.js';
import { fixedInteger } from './digits.js';
import { dueDateFactor } from './due-date-factor.js';

/** Cents: the ten digits that a barcode has for them, R$ 99,999,999.99. */
export const MAX_AMOUNT = 9_999_999_999;

interface Common {
  /** Civil date `YYYY-MM-DD`, 2000-07-03 or later. */
  readonly dueDate: string;
  /** Integer cents, 1 to 9,999,999,999. */
  readonly amount: number;
}

/** A boleto to issue; `bank` decides which of a bank's own fields it needs. */
export type BoletoData = {
  [Code in BankCode]: Common & { readonly bank: Code } & FieldsOfBank[Code];
}[BankCode];

export interface IssuedBoleto {
  /** COMPE code, three digits. */
  readonly bank: string;
  /** 44 digits. */
  readonly barcode: string;
  /** Linha digitável, 47 digits; `formatDigitableLine` prints it. */
  readonly digitableLine: string;
  /** 1000 to 9999. */
  readonly dueDateFactor: number;
  /** Nosso número, padded to the bank's width. */
  readonly titleId: string;
  /** Its check digit: a digit, or `P` at Bradesco. */
  readonly titleIdCheckDigit: string;
  /** Nosso número as it is printed. */
  readonly formattedTitleId: string;
}

/**
 * Barcode, digitable line and nosso número of a boleto. No clock, no time zone: the same data gives the same digits.
 *
 * @throws BoletoError that names the field that does not fit and its limit; there is no barcode of 43 or 45 digits.
 * @example
 * issue({ bank: '237', dueDate: '2026-12-31', amount: 2000, agency: '3381', account: '9721', wallet: '26', titleId: '1' })
 * // { barcode: '23797167700000020003381260000000000100097210', formattedTitleId: '26/00000000001-7', dueDateFactor: 1677, … }
 */
export function issue(data: BoletoData): IssuedBoleto {
  const bank = bankOf(data.bank);
  const factor = dueDateFactor(data.dueDate);
  const amount = fixedInteger('amount', data.amount, 1, MAX_AMOUNT);
  const barcode = assembleBarcode({
    bank: bank.code,
    factorAndAmount: `${factor}${amount}`,
    freeField: bank.freeField(data),
  });
  const titleId = bank.titleId(data);
  return {
    bank: bank.code,
    barcode,
    digitableLine: toDigitableLine(barcode),
    dueDateFactor: factor,
    titleId: titleId.number,
    titleIdCheckDigit: titleId.checkDigit,
    formattedTitleId: titleId.formatted,
  };
}
