import { refuse } from './errors.js';

/** A number written in digits. A string keeps its leading zeros; a number must be an integer that is exact. */
export type Digits = string | number;

/** Whether a text is one digit or more, and nothing else. */
export function isDigits(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 48 || code > 57) return false;
  }
  return text !== '';
}

/**
 * `value` in exactly `width` digits, padded with zeros on the left.
 *
 * @throws BoletoError NOT_DIGITS, or TOO_LONG with the width as its limit: never a longer code.
 */
export function fixedDigits(field: string, value: Digits, width: number): string {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string' || !isDigits(text)) {
    refuse('NOT_DIGITS', field, `${field} must be 1 to ${width} digits`, width);
  }
  if (text.length > width) {
    refuse('TOO_LONG', field, `${field} has ${text.length} digits; ${width} fit`, width);
  }
  return text.padStart(width, '0');
}

/**
 * As `fixedDigits`, for a field that knows a few values only.
 *
 * @throws BoletoError NOT_DIGITS, TOO_LONG, or NOT_ALLOWED with the values as its limit.
 */
export function oneOf(field: string, value: Digits, allowed: readonly string[]): string {
  const digits = fixedDigits(field, value, allowed[0]?.length ?? 0);
  if (allowed.includes(digits)) return digits;
  const limit = allowed.join(', ');
  refuse('NOT_ALLOWED', field, `${field} ${digits} is none of ${limit}`, limit);
}

/**
 * An integer within bounds.
 *
 * @throws BoletoError NOT_AN_INTEGER, or OUT_OF_RANGE with the broken bound as its limit.
 */
export function integerWithin(field: string, value: number, min: number, max: number): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
    refuse('NOT_AN_INTEGER', field, `${field} must be an integer`);
  }
  if (value < min || value > max) {
    const limit = value < min ? min : max;
    refuse('OUT_OF_RANGE', field, `${field} must be ${min} to ${max}`, limit);
  }
  return value;
}
