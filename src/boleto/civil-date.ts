import { BoletoError } from './errors.js';

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const DAYS_IN_400_YEARS = 146_097;
/** From 0000-03-01, where the arithmetic below starts, to 1970-01-01. */
const DAYS_BEFORE_1970 = 719_468;

/** Days since 1970-01-01 of 9999-12-31, the last date that `YYYY-MM-DD` can write. */
export const LAST_DAY = 2_932_896;

/**
 * Days since 1970-01-01 of a civil date `YYYY-MM-DD`: calendar arithmetic only, so no time zone can move it.
 *
 * @throws BoletoError INVALID_DATE for anything else: a timestamp, `2026-02-30`.
 */
export function civilDay(field: string, date: string): number {
  const day = findCivilDay(date);
  if (day !== undefined) return day;
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
  return findCivilDay(text) !== undefined;
}

/** `YYYY-MM-DD` of a number of days since 1970-01-01, up to LAST_DAY. */
export function civilDate(day: number): string {
  const days = day + DAYS_BEFORE_1970;
  const era = Math.floor(days / DAYS_IN_400_YEARS);
  const dayOfEra = days - era * DAYS_IN_400_YEARS;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const year = yearOfEra + era * 400 + (month < 3 ? 1 : 0);
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(dayOfMonth)}`;
}

/** Years run from March here, so that a leap day is the last day of its year. */
function findCivilDay(date: string): number | undefined {
  if (typeof date !== 'string' || date.length !== 10 || date[4] !== '-' || date[7] !== '-') return undefined;
  const year = digitsAt(date, 0, 4);
  const month = digitsAt(date, 5, 7);
  const day = digitsAt(date, 8, 10);
  if (!(year >= 0 && month >= 1 && day >= 1 && day <= lengthOfMonth(year, month))) return undefined;
  const shifted = month < 3 ? year - 1 : year;
  const fromMarch = month < 3 ? month + 9 : month - 3;
  const leapDays = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
  return shifted * 365 + leapDays + Math.floor((153 * fromMarch + 2) / 5) + day - 1 - DAYS_BEFORE_1970;
}

/** NaN where a character is no digit. */
function digitsAt(text: string, start: number, end: number): number {
  let value = 0;
  for (let index = start; index < end; index++) {
    const digit = text.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

function lengthOfMonth(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : (MONTH_LENGTHS[month - 1] ?? 0);
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
