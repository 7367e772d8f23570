/** Made once: making one takes longer than all the checks of a request. */
const format = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Sao_Paulo', dateStyle: 'short' });

const HOUR = 3_600_000;

let known = { hour: Number.NaN, date: '' };

/**
 * Returns a moment's civil date in São Paulo, `YYYY-MM-DD`. It remembers the hour that it was last asked for: São Paulo
 * is whole hours from UTC, so the date changes only when an hour of UTC begins.
 */
export function saoPauloDate(moment: Date): string {
  const hour = Math.floor(moment.getTime() / HOUR);
  if (hour !== known.hour) known = { hour, date: format.format(moment) };
  return known.date;
}
