import type { Boleto } from '../boletos/boleto.js';
import { SHOWN } from '../boletos/fields.js';
import type { Deadline } from '../lambda.js';
import type { Service } from '../service.js';
import { warningsOf } from './warnings.js';

/**
 * Returns a boleto in the form of an API answer. A payment above the amount is kept, and shown as overpaid. A stored
 * answer of an earlier release lacks the fields that came later: they are null.
 *
 * @param url of the payer's page; null if there is none. The column `boleto_url` holds the bank's own page.
 */
export function presentBoleto(boleto: Boleto, url: string | null): Record<string, unknown> {
  const shown = Object.fromEntries(SHOWN.map((name) => [name, boleto[name] ?? null]));
  const overpaid_amount = Math.max(0, boleto.paid_amount - boleto.amount);
  const urls = { boleto_url: url, bank_url: boleto.boleto_url ?? null };
  return { ...shown, ...urls, overpaid_amount, warnings: warningsOf(boleto), object: 'boleto' };
}

/** Returns a boleto as `presentBoleto` does, with the link to the payer's page. */
export async function presentLinked(
  { payerLinks }: Pick<Service, 'payerLinks'>,
  boleto: Boleto,
  deadline: Deadline,
): Promise<Record<string, unknown>> {
  return presentBoleto(boleto, await payerLinks.urlOf(boleto.id, deadline));
}
