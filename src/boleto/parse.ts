import type { ReadFields } from './banks/bank.js';
import { readFreeField } from './banks/readers.js';
import { refuseArrecadacao, splitBarcode } from './barcode.js';
import { civilDay } from './civil-date.js';
import { barcodeOfLine, lineOfBarcode, plainDigits } from './digitable-line.js';
import { dueDateFromFactor } from './due-date-factor.js';
import { refuse } from './errors.js';

/** What differed from the rules that this library knows. The boleto stands. */
export interface ParseWarning {
  readonly code: 'FREE_FIELD';
  readonly message: string;
}

/** The result of `parse`. */
export interface ParsedBoleto {
  /** 44 digits. */
  readonly barcode: string;
  /** Linha digitável, 47 digits. */
  readonly digitableLine: string;
  /** COMPE code, three digits. */
  readonly bank: string;
  /** In cents; 0 if the payer decides the amount. */
  readonly amount: number;
  /** `YYYY-MM-DD`; null if there is none, or if the reference date does not tell which of several is meant. */
  readonly dueDate: string | null;
  /** 0, or 1000 to 9999; null above R$ 99,999,999.99, since the amount takes its digits then. */
  readonly dueDateFactor: number | null;
  /** Campo livre, 25 digits. */
  readonly freeField: string;
  /** The fields in the campo livre; undefined if this library does not know the bank or the layout, or a digit differs. */
  readonly fields: ReadFields | undefined;
  readonly warnings: readonly ParseWarning[];
}

/**
 * Reads a digitable line or a barcode. Verifies the check digits of the line and of the barcode. The campo livre belongs
 * to the bank: where its digits do not fit the layout that this library knows, `warnings` says so.
 *
 * @param text 47 or 44 digits; dots, dashes and white space are ignored
 * @param options.referenceDate `YYYY-MM-DD`: the day on which the boleto is read or, better, was issued. Due date factors
 *   repeat every 9000 days; see `dueDateFromFactor`.
 * @throws {BoletoError} INVALID_DATE, NOT_DIGITS, ARRECADACAO, WRONG_LENGTH, WRONG_CURRENCY, WRONG_CHECK_DIGIT
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
  // A factor is 0000, or 1000 and more. Four digits between them belong to an amount of fourteen digits.
  const isWide = factor > 0 && factor < 1000;
  const { fields, warning } = readFreeField(bank, freeField);
  const digitableLine = digits.length === 44 ? lineOfBarcode(barcode) : digits;
  return {
    barcode,
    digitableLine,
    bank,
    amount: Number(isWide ? factorAndAmount : factorAndAmount.slice(4)),
    dueDate: isWide ? null : dueDateFromFactor(factor, options),
    dueDateFactor: isWide ? null : factor,
    freeField,
    fields,
    warnings: warning === undefined ? [] : [{ code: 'FREE_FIELD', message: warning }],
  };
}
