import { refuse } from '../errors.js';

/** The five elements of each digit, 1 for a wide one. */
const patterns = ['00110', '10001', '01001', '11000', '00101', '10100', '01100', '00011', '10010', '01010'];
const WIDE = 3;

/** A black bar. A module is the width of a narrow bar. */
export interface Bar {
  /** In modules from the left edge of the symbol. */
  readonly start: number;
  /** In modules. */
  readonly width: number;
}

/** The bars of a symbol. */
export interface Bars {
  /** Width of the symbol in modules: 405 for the 44 digits of a boleto. */
  readonly modules: number;
  readonly bars: readonly Bar[];
}

/**
 * Returns the bars of Interleaved 2 of 5. Of each pair of digits, the first is in the bars and the second in the spaces
 * between them. A wide element has three modules.
 *
 * Source: ABNT NBR 14827, ISO/IEC 16390.
 *
 * @param digits an even number of digits
 * @throws {BoletoError} NOT_DIGITS
 * @example
 * interleaved2of5('79').bars.length // 9: two of the start, five of the digit 7, two of the stop
 */
export function interleaved2of5(digits: string): Bars {
  if (!/^([0-9]{2})+$/.test(digits)) {
    refuse('NOT_DIGITS', 'barcode', 'Interleaved 2 of 5 writes an even number of digits');
  }
  const bars: Bar[] = [];
  let position = 0;
  const element = (bar: number, space: number) => {
    bars.push({ start: position, width: bar });
    position += bar + space;
  };
  element(1, 1);
  element(1, 1);
  for (let index = 0; index < digits.length; index += 2) {
    const [inBars, inSpaces] = [patternOf(digits, index), patternOf(digits, index + 1)];
    for (let part = 0; part < 5; part++) element(width(inBars[part]), width(inSpaces[part]));
  }
  element(WIDE, 1);
  element(1, 0);
  return { modules: position, bars };
}

function patternOf(digits: string, index: number): string {
  return patterns[Number(digits[index])] ?? '';
}

function width(isWide: string | undefined): number {
  return isWide === '1' ? WIDE : 1;
}
