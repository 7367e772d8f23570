export type BoletoErrorCode =
  | 'ARRECADACAO'
  | 'INVALID_DATE'
  | 'MISSING'
  | 'NOT_ALLOWED'
  | 'NOT_AN_INTEGER'
  | 'NOT_DIGITS'
  | 'OUT_OF_RANGE'
  | 'TOO_LONG'
  | 'UNKNOWN_BANK'
  | 'WRONG_CHECK_DIGIT'
  | 'WRONG_CURRENCY'
  | 'WRONG_LENGTH';

/**
 * A value that no boleto can hold, or a text that is no boleto.
 *
 * `code` is stable; `field` names the value as the caller gave it; `limit` is the bound it broke (digits, cents, a
 * date or the expected digit), where there is one.
 */
export class BoletoError extends Error {
  override readonly name = 'BoletoError';
  readonly code: BoletoErrorCode;
  readonly field: string;
  readonly limit: number | string | undefined;

  constructor(code: BoletoErrorCode, field: string, message: string, limit?: number | string) {
    super(message);
    this.code = code;
    this.field = field;
    this.limit = limit;
  }
}

/** A check digit inside the campo livre that is not what the bank's rule gives. */
export function wrongCheckDigit(what: string, expected: string): BoletoError {
  const message = `the check digit of ${what}, inside the campo livre, should be ${expected}`;
  return new BoletoError('WRONG_CHECK_DIGIT', 'freeField', message, expected);
}
