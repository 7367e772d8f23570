import type { Boleto } from '../boletos/boleto.js';
import { SHOWN } from '../boletos/fields.js';
import { warningsOf } from './warnings.js';

/**
 * Returns a boleto in the form of an API answer. A payment above the amount is kept, and shown as overpaid. A stored
 * answer of an earlier release lacks the fields that came later: they are null.
 */
export function presentBoleto(boleto: Boleto): Record<string, unknown> {
  const shown = Object.fromEntries(SHOWN.map((name) => [name, boleto[name] ?? null]));
  const overpaid_amount = Math.max(0, boleto.paid_amount - boleto.amount);
  return { ...shown, overpaid_amount, warnings: warningsOf(boleto), object: 'boleto' };
}
