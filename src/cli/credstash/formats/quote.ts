/**
 * Quotes a text as JSON does, and escapes further characters as `\uXXXX`.
 *
 * @param escaped matches each UTF-16 code unit to escape, with the flag `g`
 * @example quote('é', /[\u007f-\uffff]/g) // '"\\u00e9"'
 */
export function quote(text: string, escaped: RegExp): string {
  return JSON.stringify(text).replace(
    escaped,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
