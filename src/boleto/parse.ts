import { findBank } from './banks/index.js';
import { refuseArrecadacao, splitBarcode } from './barcode.js';
import { civilDay } from './civil-date.js';
import { barcodeOfLine, lineOfBarcode, plainDigits } from './digitable-line.js';
import { dueDateFromFactor } from './due-date-factor.js';
import { refuse } from './errors.js';

export interface ParsedBoleto {
  /** 44 digits. */
  readonly barcode: string;
  /** 47 digits. */
  readonly digitableLine: string;
  /** COMPE code, three digits. */
  readonly bank: string;
  /** Cents; 0 where the boleto leaves the amount open. */
  readonly amount: number;
  /** `YYYY-MM-DD`; null where there is none or where two readings are possible on the reference date. */
  readonly dueDate: string | null;
  /** Null where the amount takes all fourteen digits, which is what an amount above R$ 99,999,999.99 does. */
  readonly dueDateFactor: number | null;
  /** Campo livre, 25 digits. */
  readonly freeField: string;
  /** What the campo livre holds, where the library knows the bank and the layout; undefined elsewhere. */
  readonly fields: Readonly<Record<string, string>> | undefined;
}

/**
 * Reads a digitable line (47 digits) or a barcode (44), with or without punctuation, and verifies every check digit.
 *
 * @param options.referenceDate `YYYY-MM-DD`: due date factors repeat every 9000 days, this day tells which is meant.
 * Check digits are those of the line, of the barcode and, where the bank is known, those inside the campo livre.
 * @throws BoletoError when the text is no boleto: wrong length, check digit or currency, or arrecadação.
 * @example
 * parse('23793.38128 60000.000004 01000.972107 7 16770000002000', { referenceDate: '2026-11-24' })
 * // { bank: '237', amount: 2000, dueDate: '2026-12-31', … }
 */
export function parse(text: string, options: { referenceDate: string }): ParsedBoleto {
  civilDay('referenceDate', options?.referenceDate);
  const digits = plainDigits('text', text);
  refuseArrecadacao('text', digits);
  if (digits.length !== 44 && digits.length !== 47) {
    const message = `a boleto has 44 digits (barcode) or 47 (digitable line), this text ${digits.length}`;
    refuse('WRONG_LENGTH', 'text', message, '44 or 47');
  }
  const barcode = digits.length === 44 ? digits : barcodeOfLine(digits);
  const { bank, factorAndAmount, freeField } = splitBarcode(barcode);
  const factor = Number(factorAndAmount.slice(0, 4));
  // A factor is 0000 or starts at 1000, so four digits that start with one zero belong to an amount of fourteen.
  const wide = factor > 0 && factor < 1000;
  const digitableLine = digits.length === 44 ? lineOfBarcode(barcode) : digits;
  return {
    barcode,
    digitableLine,
    bank,
    amount: Number(wide ? factorAndAmount : factorAndAmount.slice(4)),
    dueDate: wide ? null : dueDateFromFactor(factor, options),
    dueDateFactor: wide ? null : factor,
    freeField,
    fields: findBank(bank)?.readFreeField(freeField),
  };
}
