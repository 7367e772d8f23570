import { type BankCode, bankOf, type FieldsOfBank } from './banks/index.js';
import { assembleBarcode, MAX_AMOUNT } from './barcode.js';
import { lineOfBarcode } from './digitable-line.js';
import { integerWithin } from './digits.js';
import { dueDateFactor } from './due-date-factor.js';

interface Common {
  /** `YYYY-MM-DD`, 2000-07-03 or later; null for a boleto without a due date (contra apresentação, factor 0000). */
  readonly dueDate: string | null;
  /** In cents: 0 where the payer decides the amount, to 9,999,999,999; at Caixa to 999,999,999, at Banco do Brasil to 9,999,999,999,999. */
  readonly amount: number;
}

/** A boleto to issue. `bank` determines its other fields, such as `agency`: see `BradescoFields` and the like. */
export type BoletoData = {
  [Code in BankCode]: Common & { readonly bank: Code } & FieldsOfBank[Code];
}[BankCode];

/** The result of `issue`. */
export interface IssuedBoleto {
  /** COMPE code, three digits. */
  readonly bank: string;
  /** 44 digits. */
  readonly barcode: string;
  /** Linha digitável, 47 digits. `formatDigitableLine` adds its punctuation. */
  readonly digitableLine: string;
  /** 1000 to 9999; 0 without a due date; null above 9,999,999,999 cents, since the amount takes its digits then. */
  readonly dueDateFactor: number | null;
  /** Nosso número, with leading zeros. */
  readonly titleId: string;
  /** Check digit of the nosso número: a digit, `P` at Bradesco or `X` at Banco do Brasil; null if it has none. */
  readonly titleIdCheckDigit: string | null;
  /** Nosso número as it is printed. */
  readonly formattedTitleId: string;
}

/**
 * Returns the barcode, the digitable line and the nosso número of a boleto. Depends on nothing but its data: it reads no
 * clock and no time zone.
 *
 * @throws {BoletoError} with the field that does not fit and its limit: UNKNOWN_BANK, MISSING, NOT_DIGITS, TOO_LONG,
 *   NOT_ALLOWED, NOT_AN_INTEGER, OUT_OF_RANGE, INVALID_DATE
 * @example
 * issue({ bank: '237', dueDate: '2026-12-31', amount: 2000, agency: '3381', account: '9721', wallet: '26', titleId: '1' })
 * // { barcode: '23797167700000020003381260000000000100097210', formattedTitleId: '26/00000000001-7', dueDateFactor: 1677, … }
 */
export function issue(data: BoletoData): IssuedBoleto {
  const bank = bankOf(data?.bank);
  const factor = data.dueDate === null ? 0 : dueDateFactor(data.dueDate);
  const amount = integerWithin('amount', data.amount, 0, bank.maxAmount ?? MAX_AMOUNT);
  const isWide = amount > MAX_AMOUNT;
  const amountDigits = String(amount).padStart(isWide ? 14 : 10, '0');
  const { freeField, titleId } = bank.encode(data);
  const barcode = assembleBarcode({
    bank: bank.code,
    factorAndAmount: (isWide ? '' : String(factor).padStart(4, '0')) + amountDigits,
    freeField,
  });
  return {
    bank: bank.code,
    barcode,
    digitableLine: lineOfBarcode(barcode),
    dueDateFactor: isWide ? null : factor,
    titleId: titleId.number,
    titleIdCheckDigit: titleId.checkDigit,
    formattedTitleId: titleId.formatted,
  };
}
