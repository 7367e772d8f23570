import { isCivilDate } from '../civil-date.js';
import { refuse } from '../errors.js';

/** Returns cents as `1.234,56`. */
export function printedAmount(cents: number): string {
  const digits = String(cents).padStart(3, '0');
  const reais = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, '.');
  return `${reais},${digits.slice(-2)}`;
}

/**
 * Returns a date as `31/12/2026`.
 *
 * @param field name of the value, for the error
 * @throws {BoletoError} INVALID_DATE
 */
export function printedDate(field: string, date: string): string {
  if (isCivilDate(date)) return `${date.slice(8)}/${date.slice(5, 7)}/${date.slice(0, 4)}`;
  refuse('INVALID_DATE', field, `${field} must be a date of the calendar as YYYY-MM-DD`);
}
