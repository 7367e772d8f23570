import { modulus11Remainder } from './check-digits.js';

/**
 * Whether a text is a CPF with right check digits; dots and dash may be there. Eleven equal digits pass the sums and
 * are refused, as the Receita Federal does.
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
 * Whether a text is a CNPJ with right check digits, of digits or alphanumeric (Instrução Normativa RFB 2.229/2024:
 * twelve of `0-9A-Z`, two digits); punctuation may be there, lower case counts as upper.
 *
 * @example
 * isValidCnpj('12.ABC.345/01DE-35') // true
 */
export function isValidCnpj(text: string): boolean {
  const cnpj = plainDocument(text);
  if (!/^[0-9A-Z]{12}[0-9]{2}$/.test(cnpj) || allEqual(cnpj)) return false;
  return endsWithCheckDigits(cnpj, 9);
}

/** A CPF or CNPJ without punctuation, in upper case: the form to store. It is not checked. */
export function plainDocument(text: string): string {
  return typeof text === 'string' ? text.replace(/[./\s-]/g, '').toUpperCase() : '';
}

/** The second check digit covers the first. */
function endsWithCheckDigits(document: string, highestWeight: number): boolean {
  const base = document.slice(0, -2);
  const first = checkDigit(base, highestWeight);
  return document === base + first + checkDigit(base + first, highestWeight);
}

/** Modulus 11 over the characters' values, ASCII less 48 (digits count as themselves, A as 17), weights 2 and up. */
function checkDigit(characters: string, highestWeight: number): string {
  const remainder = modulus11Remainder(characters, highestWeight);
  return remainder < 2 ? '0' : String(11 - remainder);
}

function allEqual(text: string): boolean {
  return text.replaceAll(text[0] ?? '', '') === '';
}
