import { refuse } from './errors.js';

/** Days from 0000-03-01, where the arithmetic below starts, to 1970-01-01. */
const DAYS_BEFORE_1970 = 719_468;
const DAYS_IN_400_YEARS = 146_097;
const DAYS_IN_4_YEARS = 1461;
/** The months March to July have as many days as August to December. */
const DAYS_IN_5_MONTHS = 153;
const FORMAT = 'YYYY-MM-DD';
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
  const dayOfMonth = dayOfYear - daysBefore(fromMarch) + 1;
  const nextYear = fromMarch > 9 ? 1 : 0;
  const year = 100 * century + yearOfCentury + nextYear;
  return `${padded(year, 4)}-${padded(fromMarch + 3 - 12 * nextYear, 2)}-${padded(dayOfMonth, 2)}`;
}

/** Counts years from March, so that a leap day is the last day of its year. */
function findCivilDay(date: string): number | undefined {
  if (typeof date !== 'string' || date.length !== 10 || date[4] !== '-' || date[7] !== '-') return undefined;
  const year = digitsAt(date, 0, 4);
  const month = digitsAt(date, 5, 7);
  const day = digitsAt(date, 8, 10);
  if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= lengthOfMonth(year, month)))
    return undefined;
  const shifted = month < 3 ? year - 1 : year;
  const fromMarch = month < 3 ? month + 9 : month - 3;
  const leapDays = floor(shifted / 4) - floor(shifted / 100) + floor(shifted / 400);
  return shifted * 365 + leapDays + daysBefore(fromMarch) + day - 1 - DAYS_BEFORE_1970;
}

/**
 * Returns the days from 1 March to the first day of a month.
 *
 * @param fromMarch 0 for March to 11 for February
 */
function daysBefore(fromMarch: number): number {
  return floor((DAYS_IN_5_MONTHS * fromMarch + 2) / 5);
}

/** Returns the number that the digits write; NaN if a character is no digit. */
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
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
