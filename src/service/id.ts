import { randomBytes } from 'node:crypto';

const LENGTH = 24;

/**
 * Makes a random id of 120 bits, such as `bol_c7k0…`: the prefix, `c` and 24 characters of an alphabet of 32. It has
 * the shape of the cuids that callers of the earlier service hold.
 *
 * @example
 * newId('bol_')
 */
export function newId(prefix: string): string {
  const characters = [...randomBytes(LENGTH)].map((byte) => (byte % 32).toString(32));
  return `${prefix}c${characters.join('')}`;
}

/** Whether a text may be a boleto's id. Any other text needs no query. */
export function isBoletoId(text: string): boolean {
  return /^bol_[0-9A-Za-z_-]{1,64}$/.test(text);
}
