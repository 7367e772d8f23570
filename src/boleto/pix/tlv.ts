import { isDigits } from '../digits.js';
import { refuse } from '../errors.js';

/** Longest value of an EMV field, whose length has two digits. */
export const LONGEST = 99;

/** Returns an EMV field: two digits of its id, two of its length, its value. */
export function tlv(id: string, value: string): string {
  return `${id}${String(value.length).padStart(2, '0')}${value}`;
}

/**
 * Reads EMV fields into a map from id to value.
 *
 * @throws {BoletoError} WRONG_LENGTH if the text ends inside a field, NOT_ALLOWED if an id comes twice
 */
export function readTlv(field: string, text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  let index = 0;
  while (index < text.length) {
    const header = text.slice(index, index + 4);
    const end = index + 4 + Number(header.slice(2));
    if (header.length < 4 || !isDigits(header) || end > text.length) {
      const message = `${field} breaks off at character ${index + 1}: no id, length and value of that length there`;
      refuse('WRONG_LENGTH', field, message, index + 1);
    }
    const id = header.slice(0, 2);
    if (values.has(id)) refuse('NOT_ALLOWED', field, `${field} has id ${id} twice`, id);
    values.set(id, text.slice(index + 4, end));
    index = end;
  }
  return values;
}
