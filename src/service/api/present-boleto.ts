import type { Boleto } from '../boletos/boleto.js';
import { SHOWN } from '../boletos/fields.js';

/** Returns a boleto in the form of an API answer. A payment above the amount is kept, and shown as overpaid. */
export function presentBoleto(boleto: Boleto): Record<string, unknown> {
  const shown = Object.fromEntries(SHOWN.map((name) => [name, boleto[name]]));
  const overpaid_amount = Math.max(0, boleto.paid_amount - boleto.amount);
  return { ...shown, overpaid_amount, object: 'boleto' };
}
