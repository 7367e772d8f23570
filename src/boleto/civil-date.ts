import { BoletoError } from './errors.js';

const PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAY = 86_400_000;

/**
 * Days since 1970-01-01 of a civil date `YYYY-MM-DD`: calendar arithmetic only, so no time zone can move it.
 *
 * @throws BoletoError INVALID_DATE for anything else: a timestamp, `2026-02-30`.
 */
export function civilDay(field: string, date: string): number {
  const match = typeof date === 'string' ? PATTERN.exec(date) : null;
  if (match) {
    const time = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
    if (new Date(time).toISOString().slice(0, 10) === date) return time / DAY;
  }
  throw new BoletoError('INVALID_DATE', field, `${field} must be a date of the calendar as YYYY-MM-DD`);
}

/**
 * Whether a text is a date of the calendar as `YYYY-MM-DD`.
 *
 * @example
 * isCivilDate('2028-02-29') // true
 * isCivilDate('2026-02-29') // false
 */
export function isCivilDate(text: string): boolean {
  try {
    civilDay('date', text);
    return true;
  } catch {
    return false;
  }
}

export function civilDate(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}
