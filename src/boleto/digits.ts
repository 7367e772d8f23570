import { refuse } from './errors.js';

/** A number written in digits. A string keeps its leading zeros; a number must be a safe integer. */
export type Digits = string | number;

/** Returns whether a text consists of one or more digits. */
export function isDigits(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 48 || code > 57) return false;
  }
  return text !== '';
}

/**
 * Returns a value in exactly `width` digits, with zeros on the left.
 *
 * @param field name of the value, for the error
 * @throws {BoletoError} NOT_DIGITS, TOO_LONG; the width is the error's limit
 */
export function fixedDigits(field: string, value: Digits, width: number): string {
  const text = Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string' || !isDigits(text)) {
    refuse('NOT_DIGITS', field, `${field} must be 1 to ${width} digits`, width);
  }
  if (text.length > width) {
    refuse('TOO_LONG', field, `${field} has ${text.length} digits; ${width} fit`, width);
  }
  return text.padStart(width, '0');
}

/**
 * As `fixedDigits`, for a field with only a few values.
 *
 * @throws {BoletoError} NOT_DIGITS, TOO_LONG, or NOT_ALLOWED with the values as its limit
 */
export function oneOf(field: string, value: Digits, allowed: readonly [string, ...string[]]): string {
  const digits = fixedDigits(field, value, allowed[0].length);
  if (allowed.includes(digits)) return digits;
  const limit = allowed.join(', ');
  refuse('NOT_ALLOWED', field, `${field} ${digits} is none of ${limit}`, limit);
}

/**
 * Returns an integer if it is within bounds.
 *
 * @throws {BoletoError} NOT_AN_INTEGER, or OUT_OF_RANGE with the nearest bound as its limit
 */
export function integerWithin(field: string, value: number, min: number, max: number): number {
  if (!Number.isSafeInteger(value)) {
    refuse('NOT_AN_INTEGER', field, `${field} must be an integer`);
  }
  const nearest = Math.min(Math.max(value, min), max);
  if (value === nearest) return value;
  refuse('OUT_OF_RANGE', field, `${field} must be ${min} to ${max}`, nearest);
}

/**
 * Refuses digits of another length.
 *
 * @param lengths what to show, if another length is possible too
 * @throws {BoletoError} WRONG_LENGTH
 */
export function verifyLength(field: string, digits: string, length: number, lengths?: string): void {
  if (digits.length === length) return;
  const limit = lengths ?? length;
  refuse('WRONG_LENGTH', field, `${field} must have ${limit} digits; it has ${digits.length}`, limit);
}
