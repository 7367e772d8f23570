import { BoletoError } from './errors.js';

/** A number written in digits. A string keeps its leading zeros; a number must be an integer that is exact. */
export type Digits = string | number;

/**
 * `value` in exactly `width` digits, padded with zeros on the left.
 *
 * @throws BoletoError NOT_DIGITS, or TOO_LONG with the width as its limit: never a longer code.
 */
export function fixedDigits(field: string, value: Digits, width: number): string {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string' || !/^[0-9]+$/.test(text)) {
    throw new BoletoError('NOT_DIGITS', field, `${field} must be 1 to ${width} digits`, width);
  }
  if (text.length > width) {
    throw new BoletoError('TOO_LONG', field, `${field} has ${text.length} digits; ${width} fit`, width);
  }
  return text.padStart(width, '0');
}

/**
 * An integer within bounds, in digits.
 *
 * @throws BoletoError NOT_AN_INTEGER, or OUT_OF_RANGE with the broken bound as its limit.
 */
export function fixedInteger(field: string, value: number, min: number, max: number): string {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
    throw new BoletoError('NOT_AN_INTEGER', field, `${field} must be an integer`);
  }
  if (value < min || value > max) {
    const limit = value < min ? min : max;
    throw new BoletoError('OUT_OF_RANGE', field, `${field} must be ${min} to ${max}`, limit);
  }
  return String(value).padStart(String(max).length, '0');
}
