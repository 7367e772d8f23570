import generator from 'generate-password';

/**
 * A new master password: 40 characters of A-Z, a-z and 0-9, 238 bits from Node's cryptographic random source.
 * It needs no quoting in a URL, a shell, SQL or a dotenv file, and is short enough for every kind of RDS
 * (41 characters on clusters).
 */
export function generatePassword(): string {
  return generator.generate({
    length: 40,
    numbers: true,
    symbols: false,
    uppercase: true,
    lowercase: true,
    strict: false,
  });
}
