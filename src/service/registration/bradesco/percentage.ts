const DECIMALS = 5;

/**
 * Writes a percentage in Bradesco's eight characters, NNNDDDDD: three digits and five decimals. It copies the digits of
 * the decimal text, so that 0.29 stays 0.29. It cuts after the fifth decimal and never rounds up.
 *
 * @param percentage per cent, 0 to 100
 * @example percentageText(0.29) // '00029000'
 */
export function percentageText(percentage: number): string {
  const text = String(percentage);
  // JavaScript writes a number below 0.000001 with an exponent. Its first five decimals are zeros.
  if (text.includes('e')) return percentageText(0);
  const [whole = '0', decimals = ''] = text.split('.');
  return whole.padStart(3, '0') + decimals.slice(0, DECIMALS).padEnd(DECIMALS, '0');
}
