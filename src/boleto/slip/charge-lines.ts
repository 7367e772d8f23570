import { civilDate, civilDay, LAST_DAY } from '../civil-date.js';
import { integerWithin } from '../digits.js';
import { refuse } from '../errors.js';
import { printedAmount, printedDate } from './printed.js';
import type { SlipCharges, SlipPrice } from './slip-data.js';

const DAYS_IN_MONTH = 30;

/**
 * Returns a line of Portuguese for each condition of payment, with its dates and amounts. Amounts of a percentage are
 * rounded to the nearest cent, and left out if the boleto has no amount.
 *
 * @param dueDate `YYYY-MM-DD`; null if the boleto has none, and then the lines count days from the due date
 * @param amount of the boleto in cents, 0 if it has none
 * @throws {BoletoError} NOT_ALLOWED, NOT_AN_INTEGER, OUT_OF_RANGE, INVALID_DATE
 * @example
 * chargeLines({ fine: { percentage: 2 } }, '2026-12-31', 123456)
 * // ['Multa de 2% (R$ 24,69) a partir de 01/01/2027.']
 */
export function chargeLines(charges: SlipCharges, dueDate: string | null, amount: number): string[] {
  const { discounts, interest, fine, daysToExpire, divergentPayment } = charges;
  const lines: string[] = [];
  for (const [index, discount] of (discounts ?? []).entries()) {
    const field = `discounts.${index}`;
    const until = printedDate(`${field}.until`, discount.until);
    lines.push(`Desconto de ${price(field, discount, amount)} para pagamento até ${until}.`);
  }
  if (interest) {
    const perDay = interest.percentage === undefined ? ' por dia' : '';
    const value = price('interest', interest, amount / DAYS_IN_MONTH, ' ao mês', ' por dia');
    lines.push(`Juros de ${value}${perDay} ${startOf('interest', interest.days, dueDate)}.`);
  }
  if (fine) lines.push(`Multa de ${price('fine', fine, amount)} ${startOf('fine', fine.days, dueDate)}.`);
  if (daysToExpire !== undefined) lines.push(lastDayLine(daysToExpire, dueDate));
  if (divergentPayment) {
    const { minimum } = divergentPayment;
    lines.push(
      minimum === undefined
        ? 'Pode ser pago por qualquer valor.'
        : `Pode ser pago por qualquer valor a partir de R$ ${printedAmount(integerWithin('divergentPayment.minimum', minimum, 1, Infinity))}.`,
    );
  }
  return lines;
}

/** Returns `R$ 1,23`, or `2% (R$ 24,69)` of the amount in cents. */
function price(field: string, { percentage, amount }: SlipPrice, whole: number, unit = '', of = ''): string {
  if ((percentage === undefined) === (amount === undefined)) {
    refuse('NOT_ALLOWED', field, `${field} must have percentage or amount, not both`);
  }
  if (percentage === undefined) {
    return `R$ ${printedAmount(integerWithin(`${field}.amount`, amount ?? 0, 1, Infinity))}`;
  }
  if (!(percentage >= 0 && percentage <= 100)) {
    refuse('OUT_OF_RANGE', `${field}.percentage`, `${field}.percentage must be 0 to 100`, 100);
  }
  const cents = Math.round((whole * percentage) / 100);
  const inReais = cents > 0 ? ` (R$ ${printedAmount(cents)}${of})` : '';
  return `${printedPercentage(percentage)}%${unit}${inReais}`;
}

function printedPercentage(percentage: number): string {
  return String(Math.round(percentage * 100_000) / 100_000).replace('.', ',');
}

function startOf(field: string, days = 1, dueDate: string | null = null): string {
  integerWithin(`${field}.days`, days, 1, 9999);
  if (dueDate !== null) return `a partir de ${dayAfter(dueDate, days)}`;
  return days === 1 ? 'após o vencimento' : `a partir de ${days} dias após o vencimento`;
}

function lastDayLine(days: number, dueDate: string | null): string {
  integerWithin('daysToExpire', days, 0, 9999);
  if (dueDate !== null) return `Não receber após ${dayAfter(dueDate, days)}.`;
  return `Não receber após ${days} dias do vencimento.`;
}

function dayAfter(date: string, days: number): string {
  return printedDate('dueDate', civilDate(Math.min(civilDay('dueDate', date) + days, LAST_DAY)));
}
