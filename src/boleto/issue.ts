import { type BankCode, bankOf, type FieldsOfBank } from './banks/index.js';
import { assembleBarcode, MAX_AMOUNT } from './barcode.js';
import { lineOfBarcode } from './digitable-line.js';
import { fixedDigits, integerWithin } from './digits.js';
import { dueDateFactor } from './due-date-factor.js';

interface Common {
  /** Civil date `YYYY-MM-DD`, 2000-07-03 or later; null for a boleto without one (factor 0000, contra apresentação). */
  readonly dueDate: string | null;
  /** Integer cents, 1 to 9,999,999,999 (Caixa 999,999,999; Banco do Brasil 9,999,999,999,999). */
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
  /** 1000 to 9999; 0 where there is no due date; null where the amount takes its digits, above 9,999,999,999 cents. */
  readonly dueDateFactor: number | null;
  /** Nosso número, padded to the bank's width. */
  readonly titleId: string;
  /** Its check digit: a digit, `P` at Bradesco or `X` at Banco do Brasil; null where the bank has none. */
  readonly titleIdCheckDigit: string | null;
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
  const bank = bankOf(data?.bank);
  const factor = data.dueDate === null ? 0 : dueDateFactor(data.dueDate);
  const amount = integerWithin('amount', data.amount, 1, bank.maxAmount);
  const wide = amount > MAX_AMOUNT;
  const amountDigits = fixedDigits('amount', amount, wide ? 14 : 10);
  const { freeField, titleId } = bank.encode(data);
  const barcode = assembleBarcode({
    bank: bank.code,
    factorAndAmount: (wide ? '' : fixedDigits('dueDate', factor, 4)) + amountDigits,
    freeField,
  });
  return {
    bank: bank.code,
    barcode,
    digitableLine: lineOfBarcode(barcode),
    dueDateFactor: wide ? null : factor,
    titleId: titleId.number,
    titleIdCheckDigit: titleId.checkDigit,
    formattedTitleId: titleId.formatted,
  };
}
