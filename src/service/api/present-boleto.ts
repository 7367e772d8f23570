import type { Boleto } from '../boletos/boleto.js';
import { SHOWN } from '../boletos/fields.js';

/** Returns a boleto as the API shows it. */
export function presentBoleto(boleto: Boleto): Record<string, unknown> {
  const shown = Object.fromEntries(SHOWN.map((name) => [name, boleto[name]]));
  return { ...shown, object: 'boleto' };
}
