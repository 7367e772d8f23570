import { isCivilDate } from '../../boleto/index.js';
import { saoPauloDate } from '../sao-paulo.js';

const TIME = String.raw`(?<time>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)`;
/** `2026-12-31T23:30:00-03:00`, as JSON.stringify writes a Date, or with a blank for the T and without an offset. */
const ISO = new RegExp(String.raw`^(?<date>\d{4}-\d{2}-\d{2})[T ]${TIME} ?(?<offset>Z|[+-]\d{2}:?\d{2})?$`);
/** `Thu Dec 31 2026 23:30:00 GMT-0300 (BRT)`, as Date#toString writes it, or Date#toDateString without the time. */
const LOCAL = new RegExp(
  String.raw`^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>\d{2}) (?<year>\d{4})(?: ${TIME} GMT(?<offset>[+-]\d{4})(?: \([^)]*\))?)?$`,
);
/** `Thu, 31 Dec 2026 23:30:00 GMT`, as Date#toUTCString writes it. */
const UTC = new RegExp(
  String.raw`^[A-Z][a-z]{2}, (?<day>\d{2}) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) ${TIME} (?<offset>GMT)$`,
);
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** The largest time of a JavaScript Date, in milliseconds. */
const LAST_INSTANT = 8.64e15;

/**
 * Returns the due date that a caller means, as `YYYY-MM-DD`. Callers of the earlier service send instants too: an
 * instant's day is that of São Paulo, and a text without an offset means the day that it names.
 *
 * @param given a civil date, an ISO instant, a text that JavaScript's Date writes, or milliseconds since 1970
 * @returns undefined for anything else, and for a day that the calendar lacks
 * @example
 * dueDateOf('2026-12-31T02:00:00Z') // '2026-12-30'
 */
export function dueDateOf(given: unknown): string | undefined {
  if (typeof given === 'number') return dayOf(given);
  if (typeof given !== 'string') return undefined;
  if (/^[0-9]{11,16}$/.test(given)) return dayOf(Number(given));
  if (isCivilDate(given)) return given;
  const parts = (ISO.exec(given) ?? LOCAL.exec(given) ?? UTC.exec(given))?.groups;
  if (!parts) return undefined;
  const date = parts.date ?? `${parts.year}-${monthOf(parts.month)}-${parts.day}`;
  if (!isCivilDate(date)) return undefined;
  if (parts.offset === undefined) return date;
  const offset = parts.offset === 'GMT' ? 'Z' : parts.offset.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2');
  return dayOf(Date.parse(`${date}T${parts.time}${offset}`));
}

function monthOf(name: string | undefined): string {
  return String(MONTHS.indexOf(name ?? '') + 1).padStart(2, '0');
}

/** @returns undefined for what is no instant */
function dayOf(milliseconds: number): string | undefined {
  if (!Number.isFinite(milliseconds) || Math.abs(milliseconds) > LAST_INSTANT) return undefined;
  const day = saoPauloDate(new Date(milliseconds));
  return isCivilDate(day) ? day : undefined;
}
