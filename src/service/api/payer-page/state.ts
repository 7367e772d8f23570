import { addDays } from '../../../boleto/index.js';
import type { Boleto } from '../../boletos/boleto.js';

/** What a payer needs to know of a boleto. `partly-paid`: less than its amount. `failed`: no bank knows it. */
export type PageState =
  | 'unregistered'
  | 'payable'
  | 'overdue'
  | 'expired'
  | 'paid'
  | 'partly-paid'
  | 'cancelled'
  | 'refused'
  | 'failed';

/** Days after the end of a boleto on which its page still shows whose it is. */
const DAYS_SHOWN = 90;
/** Days after the due date when a boleto counts as ended whose last day only the bank knows. */
const LONGEST_OPEN = 365;

/** Whether a payer may pay a boleto in this state. */
export function isPayable(state: PageState): boolean {
  return state === 'payable' || state === 'overdue';
}

/** Whether a boleto in this state ended by a change of its row, and not by a day of the calendar. */
export function isSettled(state: PageState): boolean {
  return ['paid', 'partly-paid', 'cancelled', 'refused', 'failed'].includes(state);
}

/**
 * Returns the state of a boleto for its payer.
 *
 * @param today civil date in São Paulo
 */
export function stateOf(boleto: Boleto, today: string): PageState {
  const { status, paid_amount, amount, expiration_date } = boleto;
  // A cancelled one may be paid too.
  if (paid_amount > 0) return paid_amount < amount ? 'partly-paid' : 'paid';
  if (status === 'cancelled' || status === 'refused' || status === 'failed') return status;
  if (status !== 'registered') return boleto.register ? 'unregistered' : 'failed';
  if (today <= nextWorkday(expiration_date)) return 'payable';
  return today > lastOpenDayOf(boleto) ? 'expired' : 'overdue';
}

/**
 * Returns the last day on which a boleto can be paid, as its owner asked the bank. A last day on a weekend is not moved,
 * except that of the due date itself: the law is about that one.
 *
 * @returns undefined if only the bank knows
 */
export function lastDayOf({ expiration_date, days_to_expire, rules }: Boleto): string | undefined {
  const strict = rules?.includes('strict_expiration_date') ? 0 : undefined;
  const days = days_to_expire ?? strict;
  if (days === undefined) return undefined;
  const workday = nextWorkday(expiration_date);
  const asked = addDays(expiration_date, days);
  if (asked < workday) return workday;
  return asked;
}

/** Whether the page may still show whose boleto it is. */
export function showsPersons(boleto: Boleto, ended: string, today: string): boolean {
  return boleto.payer_erased_at === null && today <= addDays(ended, DAYS_SHOWN);
}

/** Returns the day on which a boleto ends that nothing settles. */
export function lastOpenDayOf(boleto: Boleto): string {
  return lastDayOf(boleto) ?? addDays(boleto.expiration_date, LONGEST_OPEN);
}

/**
 * Returns the day on which a bank still takes what was due: Monday for a Saturday or a Sunday. Holidays are not known here.
 *
 * Source: Lei 7.089/1983, article 1.
 */
export function nextWorkday(date: string): string {
  const weekday = new Date(`${date}T12:00:00Z`).getUTCDay();
  if (weekday === 6) return addDays(date, 2);
  return weekday === 0 ? addDays(date, 1) : date;
}
