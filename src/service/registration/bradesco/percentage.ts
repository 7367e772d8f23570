const DECIMALS = 5;

/**
 * A percentage in the eight characters that Bradesco takes, NNNDDDDD: three digits and five decimals. It is read digit
 * by digit from its decimal text, so that 0.29 stays 0.29; a sixth decimal has no place and is left out, never rounded
 * up.
 *
 * @param percentage per cent, 0 to 100
 * @example percentageText(0.29) // '00029000'
 */
export function percentageText(percentage: number): string {
  const text = String(percentage);
  // JavaScript writes what is below 0.000001 with an exponent; of that no decimal has a place.
  if (text.includes('e')) return percentageText(0);
  const [whole = '0', decimals = ''] = text.split('.');
  return whole.padStart(3, '0') + decimals.slice(0, DECIMALS).padEnd(DECIMALS, '0');
}
