import { refuse } from './errors.js';

/** Days from 0000-03-01, where the arithmetic below starts, to 1970-01-01. */
const DAYS_BEFORE_1970 = 719_468;
const DAYS_IN_400_YEARS = 146_097;
const DAYS_IN_4_YEARS = 1461;
/** The months March to July have as many days as August to December. */
const DAYS_IN_5_MONTHS = 153;
const FORMAT = 'YYYY-MM-DD';
/** Keeps the leading zeros of a date that is written as one number. */
const ONE_MORE_DIGIT = 100_000_000;
const { floor } = Math;

/** 9999-12-31, the last date that `YYYY-MM-DD` can write, in days since 1970-01-01. */
export const LAST_DAY = 2_932_896;

/**
 * Returns the days from 1970-01-01 to a date. Uses no `Date`, so no time zone can change the result.
 *
 * @param field name of the value, for the error
 * @param date `YYYY-MM-DD`
 * @throws {BoletoError} INVALID_DATE for anything else, such as a timestamp or `2026-02-30`
 */
export function civilDay(field: string, date: string): number {
  const day = findCivilDay(date);
  if (day !== undefined) return day;
  refuse('INVALID_DATE', field, `${field} must be a date of the calendar as ${FORMAT}`, FORMAT);
}

/**
 * Returns whether a text is a date that exists, as `YYYY-MM-DD`.
 *
 * @example
 * isCivilDate('2028-02-29') // true
 * isCivilDate('2026-02-29') // false
 */
export function isCivilDate(text: string): boolean {
  return findCivilDay(text) !== undefined;
}

/**
 * Returns the date some days after another one, at the latest 9999-12-31.
 *
 * @param date `YYYY-MM-DD`
 * @throws {BoletoError} INVALID_DATE
 * @example addDays('2026-12-31', 1) // '2027-01-01'
 */
export function addDays(date: string, days: number): string {
  return civilDate(Math.min(civilDay('date', date) + days, LAST_DAY));
}

/**
 * Returns a date as `YYYY-MM-DD`.
 *
 * @param day days since 1970-01-01, at most LAST_DAY
 */
export function civilDate(day: number): string {
  const days = day + DAYS_BEFORE_1970;
  const century = floor((4 * days + 3) / DAYS_IN_400_YEARS);
  const dayOfCentury = days - floor((DAYS_IN_400_YEARS * century) / 4);
  const yearOfCentury = floor((4 * dayOfCentury + 3) / DAYS_IN_4_YEARS);
  const dayOfYear = dayOfCentury - floor((DAYS_IN_4_YEARS * yearOfCentury) / 4);
  const fromMarch = floor((5 * dayOfYear + 2) / DAYS_IN_5_MONTHS);
  const nextYear = fromMarch > 9 ? 1 : 0;
  const year = 100 * century + yearOfCentury + nextYear;
  const month = fromMarch + 3 - 12 * nextYear;
  const dayOfMonth = dayOfYear - daysBefore(fromMarch) + 1;
  const digits = String(ONE_MORE_DIGIT + year * 10_000 + month * 100 + dayOfMonth);
  return `${digits.slice(1, 5)}-${digits.slice(5, 7)}-${digits.slice(7)}`;
}

/**
 * Returns the days from 1970-01-01 to a date, or undefined if there is no such date.
 *
 * Counts years from March, so that a leap day is the last day of its year. A text that is no date gives the day of another
 * date, or none.
 */
export function findCivilDay(date: string): number | undefined {
  if (typeof date !== 'string') return undefined;
  const month = Number(date.slice(5, 7));
  const isBeforeMarch = month < 3;
  const year = Number(date.slice(0, 4)) - (isBeforeMarch ? 1 : 0);
  const fromMarch = isBeforeMarch ? month + 9 : month - 3;
  const leapDays = floor(year / 4) - floor(year / 100) + floor(year / 400);
  const day = year * 365 + leapDays + daysBefore(fromMarch) + Number(date.slice(8)) - 1 - DAYS_BEFORE_1970;
  return civilDate(day) === date ? day : undefined;
}

/**
 * Returns the days from 1 March to the first day of a month.
 *
 * @param fromMarch 0 for March to 11 for February
 */
function daysBefore(fromMarch: number): number {
  return floor((DAYS_IN_5_MONTHS * fromMarch + 2) / 5);
}
