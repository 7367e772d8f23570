import { addDays } from '../../../boleto/index.js';
import type { Boleto } from '../../boletos/boleto.js';
import { saoPauloDate } from '../../sao-paulo.js';

/** What a payer needs to know of a boleto. */
export type PageState = 'unregistered' | 'payable' | 'overdue' | 'expired' | 'paid' | 'cancelled' | 'refused';

/** Days after the end of a boleto on which its page still shows whose it is. */
export const DAYS_SHOWN = 90;
/** Days after the due date when a boleto counts as ended whose last day only the bank knows. */
const LONGEST_OPEN = 365;

/** Whether a payer may pay a boleto in this state. */
export function isPayable(state: PageState): boolean {
  return state === 'payable' || state === 'overdue';
}

/**
 * Returns the state of a boleto for its payer.
 *
 * @param today civil date in São Paulo
 */
export function stateOf(boleto: Boleto, today: string): PageState {
  if (boleto.status === 'cancelled') return 'cancelled';
  if (boleto.paid_amount > 0) return 'paid';
  if (boleto.status === 'refused' || boleto.status === 'failed') return 'refused';
  if (boleto.status !== 'registered') return 'unregistered';
  if (today <= nextWorkday(boleto.expiration_date)) return 'payable';
  const last = lastDayOf(boleto);
  return last !== undefined && today > nextWorkday(last) ? 'expired' : 'overdue';
}

/**
 * Returns the last day on which a boleto can be paid, as its owner asked the bank.
 *
 * @returns undefined if only the bank knows
 */
export function lastDayOf({ expiration_date, days_to_expire, rules }: Boleto): string | undefined {
  if (days_to_expire !== null) return addDays(expiration_date, days_to_expire);
  return rules?.includes('strict_expiration_date') ? expiration_date : undefined;
}

/** Whether the page may still show whose boleto it is. */
export function showsPersons(boleto: Boleto, state: PageState, today: string): boolean {
  return boleto.payer_erased_at === null && today <= addDays(endOf(boleto, state), DAYS_SHOWN);
}

function endOf(boleto: Boleto, state: PageState): string {
  if (state === 'paid' || state === 'cancelled' || state === 'refused')
    return saoPauloDate(boleto.updated_at);
  return lastDayOf(boleto) ?? addDays(boleto.expiration_date, LONGEST_OPEN);
}

/**
 * Returns the day on which a bank still takes what was due: Monday for a Saturday or a Sunday. Holidays are not known here.
 *
 * Source: Lei 7.089/1983, article 1.
 */
function nextWorkday(date: string): string {
  const weekday = new Date(`${date}T12:00:00Z`).getUTCDay();
  if (weekday === 6) return addDays(date, 2);
  return weekday === 0 ? addDays(date, 1) : date;
}
