import { isArrecadacao, type ParsedArrecadacao, parseArrecadacao } from './arrecadacao.js';
import type { ReadFields } from './banks/bank.js';
import { readFreeField } from './banks/readers.js';
import { splitBarcode } from './barcode.js';
import { civilDay } from './civil-date.js';
import { barcodeOfLine, completedLine, lineOfBarcode } from './digitable-line.js';
import { dateOfFactor } from './due-date-factor.js';
import { refuse } from './errors.js';
import type { ParseWarning } from './parse-warning.js';
import { readDigits } from './pasted.js';

/** A boleto of a bank, as `parse` returns it. */
export interface ParsedBoleto {
  readonly kind: 'boleto';
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
 * Reads a digitable line or a barcode, of a boleto or of arrecadação. Verifies what FEBRABAN defines: lengths, currency
 * and the check digits of line and barcode. The campo livre belongs to the bank: where its digits do not fit the layout
 * that this library knows, `warnings` says so.
 *
 * @param text 47 or 44 digits, of arrecadação 48 or 44. Every dash, dot, space and invisible character may part them,
 *   and other text may stand before and after them. A line may lack the zeros at its end if the amount is left out.
 * @param options.referenceDate `YYYY-MM-DD`: the day on which the boleto is read or, better, was issued. Due date factors
 *   repeat every 9000 days; see `dueDateFromFactor`.
 * @throws {BoletoError} INVALID_DATE, NOT_DIGITS, WRONG_LENGTH, WRONG_CURRENCY, WRONG_CHECK_DIGIT, NOT_ALLOWED
 * @example
 * parse('23793.38128 60000.000004 01000.972107 7 16770000002000', { referenceDate: '2026-11-24' })
 * // { kind: 'boleto', bank: '237', amount: 2000, dueDate: '2026-12-31', … }
 */
export function parse(text: string, options: { referenceDate: string }): ParsedBoleto | ParsedArrecadacao {
  const reference = civilDay('referenceDate', options?.referenceDate);
  const { digits, dropped } = readDigits('text', text);
  const warnings: ParseWarning[] = [];
  if (dropped.length > 0) warnings.push({ code: 'TEXT_DROPPED', message: `ignored ${dropped.join(', ')}` });
  if (isArrecadacao(digits)) return parseArrecadacao('text', digits, reference, warnings);
  const completed = completedLine('text', digits);
  if (completed) {
    const message = `added zeros: the line has ${digits.length} digits of 47`;
    warnings.push({ code: 'ZEROS_ADDED', message });
  }
  const isBarcode = !completed && digits.length === 44;
  const line = completed ?? (isBarcode ? lineOfBarcode(digits) : digits);
  const barcode = isBarcode ? digits : barcodeOfLine('text', line, '44 or 47');
  const { bank, factorAndAmount, freeField } = splitBarcode(barcode);
  const factor = Number(factorAndAmount.slice(0, 4));
  // A factor is 0000, or 1000 and more. Four digits between them belong to an amount of fourteen digits.
  const isWide = factor > 0 && factor < 1000;
  const { fields, warning } = readFreeField(bank, freeField);
  if (warning !== undefined) warnings.push({ code: 'FREE_FIELD', message: warning });
  return {
    kind: 'boleto',
    barcode,
    digitableLine: line,
    bank,
    amount: Number(isWide ? factorAndAmount : factorAndAmount.slice(4)),
    dueDate: isWide ? null : dateOfFactor(factor, reference),
    dueDateFactor: isWide ? null : factor,
    freeField,
    fields,
    warnings,
  };
}

/**
 * As `parse`, for a boleto of a bank alone.
 *
 * @throws {BoletoError} as `parse`, and ARRECADACAO for a code of arrecadação
 * @example
 * parseBoleto('23797167700000020003381260000000000100097210', { referenceDate: '2026-11-24' })
 * // { kind: 'boleto', bank: '237', amount: 2000, dueDate: '2026-12-31', … }
 */
export function parseBoleto(text: string, options: { referenceDate: string }): ParsedBoleto {
  const parsed = parse(text, options);
  if (parsed.kind === 'boleto') return parsed;
  refuse(
    'ARRECADACAO',
    'text',
    'this is a code of arrecadação, which begins with 8, not the boleto of a bank',
  );
}
