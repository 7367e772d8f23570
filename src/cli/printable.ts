/**
 * Text of others that goes to a terminal: what could move its cursor, change its colours or turn the direction of
 * writing is taken out; lines and tabs stay.
 */
export function printable(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(/(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu, '');
}
