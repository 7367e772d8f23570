/**
 * Returns the CRC-16/CCITT-FALSE of a text in UTF-8 as four upper-case hexadecimal digits: polynomial 0x1021, initial
 * value 0xFFFF, nothing reflected. At the end of a BR Code, it covers everything up to and including `6304`.
 */
export function crc16(text: string): string {
  let crc = 0xffff;
  for (const character of text) {
    for (const byte of utf8(character.codePointAt(0) ?? 0)) {
      crc ^= byte << 8;
      for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1;
      crc &= 0xffff;
    }
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}

/** Returns the UTF-8 bytes of a code point. TextEncoder is part of a platform and not of the language. */
function utf8(code: number): number[] {
  const tail = (shift: number) => 0x80 | ((code >> shift) & 0x3f);
  if (code < 0x80) return [code];
  if (code < 0x800) return [0xc0 | (code >> 6), tail(0)];
  if (code < 0x10000) return [0xe0 | (code >> 12), tail(6), tail(0)];
  return [0xf0 | (code >> 18), tail(12), tail(6), tail(0)];
}
