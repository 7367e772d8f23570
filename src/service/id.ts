import { randomBytes } from 'node:crypto';

const LENGTH = 24;

/**
 * A random name such as `bol_c7k0…`: 24 characters of 32, 120 bits, in the alphabet and shape of the cuids that callers
 * of the earlier service hold.
 *
 * @example
 * newId('bol_')
 */
export function newId(prefix: string): string {
  const characters = [...randomBytes(LENGTH)].map((byte) => (byte % 32).toString(32));
  return `${prefix}c${characters.join('')}`;
}

/** Whether a text could be a boleto's id: what could not, need not be looked for. */
export function isBoletoId(text: string): boolean {
  return /^bol_[0-9A-Za-z_-]{1,64}$/.test(text);
}
