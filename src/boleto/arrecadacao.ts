import { modulus10, modulus11, refuseCheckDigit } from './check-digits.js';
import { findCivilDay } from './civil-date.js';
import { verifyLength } from './digits.js';
import { isInWindow } from './due-date-factor.js';
import { refuse } from './errors.js';
import type { ParseWarning } from './parse-warning.js';

/**
 * A code of arrecadação: taxes, fines, water, power, telephone. `parse` returns it for a code that begins with 8.
 *
 * Source: FEBRABAN, "Layout padrão de arrecadação/recebimento com utilização do código de barras", version 4.
 */
export interface ParsedArrecadacao {
  readonly kind: 'arrecadacao';
  /** 44 digits. */
  readonly barcode: string;
  /** Linha digitável, 48 digits. */
  readonly digitableLine: string;
  /** Segmento, one digit. */
  readonly segment: string;
  /** FEBRABAN's name of the segment; null if it has none. */
  readonly segmentName: string | null;
  /** `6` and `8`: an amount in reais. `7` and `9`: a quantity of a currency, or a number to be adjusted by an index. */
  readonly valueType: '6' | '7' | '8' | '9';
  /** Modulus of all check digits: 10 for the value types 6 and 7, 11 for 8 and 9. */
  readonly modulus: 10 | 11;
  /** In cents; null for the value types 7 and 9. */
  readonly amount: number | null;
  /** The eleven digits of the value types 7 and 9; null for 6 and 8. */
  readonly quantity: number | null;
  /** FEBRABAN's code of the company, four digits. In segment 6 the first eight digits of its CNPJ; in 9 the bank's code. */
  readonly company: string;
  /** Campo livre of the company, 25 digits, or 21 in segment 6. */
  readonly freeField: string;
  /**
   * `YYYY-MM-DD`, if the campo livre begins with a date near the reference date. A due date in a campo livre comes first,
   * as AAAAMMDD; whether there is one is the company's choice, so that these digits can mean something else.
   */
  readonly dueDate: string | null;
  readonly warnings: readonly ParseWarning[];
}

/** The segments 1 to 9. FEBRABAN defines no 8. */
const SEGMENT_NAMES: readonly (string | null)[] = [
  'prefeituras',
  'saneamento',
  'energia elétrica e gás',
  'telecomunicações',
  'órgãos governamentais',
  'carnês e demais empresas',
  'multas de trânsito',
  null,
  'uso exclusivo do banco',
];

/** Returns whether a code is one of arrecadação: its product digit is 8, and no bank's code begins with it. */
export function isArrecadacao(digits: string): boolean {
  return digits[0] === '8';
}

/**
 * Reads a code of arrecadação.
 *
 * @param digits 44 of a barcode or 48 of a digitable line
 * @param referenceDay days since 1970-01-01
 * @throws {BoletoError} WRONG_LENGTH, NOT_ALLOWED for the digit of the value type, WRONG_CHECK_DIGIT
 */
export function parseArrecadacao(
  field: string,
  digits: string,
  referenceDay: number,
  warnings: readonly ParseWarning[],
): ParsedArrecadacao {
  const [barcode, digitableLine] = arrecadacaoCodes(field, digits);
  const segment = barcode.charAt(1);
  const valueType = barcode.charAt(2) as ParsedArrecadacao['valueType'];
  const value = Number(barcode.slice(4, 15));
  const isQuantity = valueType === '7' || valueType === '9';
  const start = segment === '6' ? 23 : 19;
  const freeField = barcode.slice(start);
  const date = freeField.replace(/^(....)(..)(..).*/, '$1-$2-$3');
  const day = findCivilDay(date);
  return {
    kind: 'arrecadacao',
    barcode,
    digitableLine,
    segment,
    segmentName: SEGMENT_NAMES[Number(segment) - 1] ?? null,
    valueType,
    modulus: valueType < '8' ? 10 : 11,
    amount: isQuantity ? null : value,
    quantity: isQuantity ? value : null,
    company: barcode.slice(15, start),
    freeField,
    dueDate: day !== undefined && isInWindow(day, referenceDay) ? date : null,
    warnings,
  };
}

/**
 * Returns barcode and digitable line of a code of arrecadação. Verifies the general check digit and, of a line, those of
 * its four blocks.
 *
 * @param digits 44 or 48 digits
 * @throws {BoletoError} as `parseArrecadacao`
 */
export function arrecadacaoCodes(
  field: string,
  digits: string,
): readonly [barcode: string, digitableLine: string] {
  const isLine = digits.length !== 44;
  if (isLine) verifyLength(field, digits, 48, '44 or 48');
  const valueType = digits.charAt(2);
  if (valueType < '6') {
    refuse('NOT_ALLOWED', field, 'digit 3 of arrecadação is 6 to 9', '6, 7, 8, 9');
  }
  const checkDigit = valueType < '8' ? modulus10 : modulus11;
  const barcode = isLine ? digits.replace(/(.{11})./g, '$1') : digits;
  const digitableLine = barcode.replace(/.{11}/g, (block) => block + checkDigit(block));
  for (let index = 11; isLine && index < 48; index += 12) {
    const expected = digitableLine[index];
    const what = `check digit of block ${(index + 1) / 12}`;
    if (digits[index] !== expected) refuseCheckDigit(field, what, digits, index, expected);
  }
  const general = checkDigit(barcode.slice(0, 3) + barcode.slice(4));
  if (barcode[3] !== general) refuseCheckDigit(field, 'general check digit (digit 4)', barcode, 3, general);
  return [barcode, digitableLine];
}
