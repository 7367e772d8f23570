import { isDigits } from '../digits.js';
import { refuse } from '../errors.js';

/** Longest value that EMV's two-digit length can say. */
export const LONGEST = 99;

/** One EMV field: two digits of id, two of length, the value. */
export function tlv(id: string, value: string): string {
  return `${id}${String(value.length).padStart(2, '0')}${value}`;
}

/**
 * EMV fields by id.
 *
 * @throws BoletoError WRONG_LENGTH where the text ends inside a field, NOT_ALLOWED where an id comes twice.
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
