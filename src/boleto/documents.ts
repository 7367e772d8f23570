import { modulus11Remainder } from './check-digits.js';

/**
 * Returns whether a text is a CPF with right check digits. Refuses eleven equal digits, whose check digits are right, as
 * the Receita Federal does.
 *
 * @param text 11 digits; dots, dashes, slashes and white space are ignored
 *
 * @example
 * isValidCpf('529.982.247-25') // true
 */
export function isValidCpf(text: string): boolean {
  const cpf = plainDocument(text);
  if (!/^[0-9]{11}$/.test(cpf) || allEqual(cpf)) return false;
  return endsWithCheckDigits(cpf, 11);
}

/**
 * Returns whether a text is a CNPJ with right check digits, numeric or alphanumeric.
 *
 * Source: Instrução Normativa RFB 2.229/2024.
 *
 * @param text 12 of `0-9A-Z` and 2 digits; dots, dashes, slashes and white space are ignored, and lower case counts as
 *   upper case
 *
 * @example
 * isValidCnpj('12.ABC.345/01DE-35') // true
 */
export function isValidCnpj(text: string): boolean {
  const cnpj = plainDocument(text);
  if (!/^[0-9A-Z]{12}[0-9]{2}$/.test(cnpj) || allEqual(cnpj)) return false;
  return endsWithCheckDigits(cnpj, 9);
}

/**
 * Returns a CPF or CNPJ without punctuation and in upper case, as it is stored. Does not verify it.
 *
 * @example
 * plainDocument('12.abc.345/01de-35') // '12ABC34501DE35'
 */
export function plainDocument(text: string): string {
  return typeof text === 'string' ? text.replace(/[./\s-]/g, '').toUpperCase() : '';
}

/**
 * Hides most of a document, for places where others may read it: six characters in the middle stay.
 *
 * @param document 11 or 14 characters, with or without punctuation; of any other text nothing stays
 *
 * @example
 * maskedDocument('52998224725') // '***.982.247-**'
 */
export function maskedDocument(document: string): string {
  const plain = plainDocument(document);
  if (plain.length === 11) return plain.replace(/^...(...)(...)..$/, '***.$1.$2-**');
  if (plain.length === 14) return plain.replace(/^..(...)(...)......$/, '**.$1.$2/****-**');
  return '*'.repeat(plain.length);
}

/** The second check digit is computed over the first one, too. */
function endsWithCheckDigits(document: string, highestWeight: number): boolean {
  const base = document.slice(0, -2);
  const first = checkDigit(base, highestWeight);
  return document === base + first + checkDigit(base + first, highestWeight);
}

/** Returns the modulus 11 check digit of characters, each of which counts as its ASCII code minus 48 (`A` as 17). */
function checkDigit(characters: string, highestWeight: number): string {
  const remainder = modulus11Remainder(characters, highestWeight);
  return remainder < 2 ? '0' : String(11 - remainder);
}

function allEqual(text: string): boolean {
  return /^(.)\1+$/.test(text);
}
