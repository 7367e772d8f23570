import { randomFillSync } from 'node:crypto';

const LENGTH = 24;
/** Random bytes are drawn for this many ids at once, because a draw costs more than the bytes that it returns. */
const POOLED = 128;
const ALPHABET = '0123456789abcdefghijklmnopqrstuv';

const pool = Buffer.alloc(LENGTH * POOLED);
let used = pool.length;

/**
 * Makes a random id of 120 bits, such as `bol_c7k0…`: the prefix, `c` and 24 characters of an alphabet of 32. It has
 * the shape of the cuids that callers of the earlier service hold.
 *
 * @example
 * newId('bol_')
 */
export function newId(prefix: string): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  let id = `${prefix}c`;
  for (const end = used + LENGTH; used < end; used++) id += ALPHABET[(pool[used] ?? 0) % ALPHABET.length];
  return id;
}

/** Whether a text may be a boleto's id. Any other text needs no query. */
export function isBoletoId(text: string): boolean {
  return /^bol_[0-9A-Za-z_-]{1,64}$/.test(text);
}
