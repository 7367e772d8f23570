import { civilDate, civilDay, LAST_DAY } from './civil-date.js';
import { refuse } from './errors.js';

const BASE_DAY = civilDay('base', '1997-10-07');
/** The day of factor 1000. Banks write no smaller factor. */
const FIRST_DATE = '2000-07-03';
const FIRST_FACTOR = 1000;
const LAST_FACTOR = 9999;
const CYCLE = LAST_FACTOR - FIRST_FACTOR + 1;
const DAYS_BEFORE = 3000;
const DAYS_AFTER = 5500;

/**
 * Returns the due date factor (fator de vencimento): the days since 1997-10-07, which start again at 1000 after 9999.
 * 2025-02-22 has factor 1000, and by the same rule so has 2049-10-14.
 *
 * @param dueDate `YYYY-MM-DD`, 2000-07-03 or later
 * @throws {BoletoError} INVALID_DATE, or OUT_OF_RANGE before 2000-07-03
 * @example
 * dueDateFactor('2026-12-31') // 1677
 */
export function dueDateFactor(dueDate: string): number {
  const days = civilDay('dueDate', dueDate) - BASE_DAY;
  if (days < FIRST_FACTOR) {
    refuse('OUT_OF_RANGE', 'dueDate', `dueDate must be ${FIRST_DATE} or later`, FIRST_DATE);
  }
  return FIRST_FACTOR + ((days - FIRST_FACTOR) % CYCLE);
}

/**
 * Returns the due date that a factor means on a reference date, as `YYYY-MM-DD`.
 *
 * Factors repeat every 9000 days. FEBRABAN's window goes from 3000 days before the reference date to 5500 days after it,
 * so at most one date fits. Returns null if none fits, and for factor 0, which means no due date.
 *
 * @param factor 0, or 1000 to 9999
 * @param options.referenceDate `YYYY-MM-DD`: the day on which the boleto is read or, better, on which it was issued
 * @throws {BoletoError} NOT_AN_INTEGER, OUT_OF_RANGE, INVALID_DATE
 * @example
 * dueDateFromFactor(1677, { referenceDate: '2026-11-24' }) // '2026-12-31'
 * dueDateFromFactor(7300, { referenceDate: '2026-11-24' }) // null
 */
export function dueDateFromFactor(factor: number, options: { referenceDate: string }): string | null {
  if (!Number.isInteger(factor)) {
    refuse('NOT_AN_INTEGER', 'dueDateFactor', 'dueDateFactor must be an integer');
  }
  const reference = civilDay('referenceDate', options?.referenceDate);
  if (factor === 0) return null;
  const nearest = Math.min(Math.max(factor, FIRST_FACTOR), LAST_FACTOR);
  if (factor !== nearest) {
    const message = `dueDateFactor must be 0 or ${FIRST_FACTOR} to ${LAST_FACTOR}`;
    refuse('OUT_OF_RANGE', 'dueDateFactor', message, nearest);
  }
  return dateOfFactor(factor, reference);
}

/**
 * As `dueDateFromFactor`, for values that are known to be right.
 *
 * @param factor 0, or 1000 to 9999
 * @param referenceDay days since 1970-01-01
 */
export function dateOfFactor(factor: number, referenceDay: number): string | null {
  if (factor === 0) return null;
  const cycles = Math.max(0, Math.ceil((referenceDay - DAYS_BEFORE - BASE_DAY - factor) / CYCLE));
  const day = BASE_DAY + factor + cycles * CYCLE;
  return day <= LAST_DAY && isInWindow(day, referenceDay) ? civilDate(day) : null;
}

/** Returns whether a day is in FEBRABAN's window around a reference day, both days since 1970-01-01. */
export function isInWindow(day: number, referenceDay: number): boolean {
  return day >= referenceDay - DAYS_BEFORE && day <= referenceDay + DAYS_AFTER;
}
