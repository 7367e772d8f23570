import type { Boleto } from '../boletos/boleto.js';
import { SHOWN } from '../boletos/fields.js';

/** Returns a boleto in the form of an API answer. */
export function presentBoleto(boleto: Boleto): Record<string, unknown> {
  const shown = Object.fromEntries(SHOWN.map((name) => [name, boleto[name]]));
  return { ...shown, object: 'boleto' };
}
