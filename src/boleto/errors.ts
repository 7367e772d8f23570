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

/** @throws BoletoError always: one word for what is otherwise written thirty times. */
export function refuse(
  code: BoletoErrorCode,
  field: string,
  message: string,
  limit?: number | string,
): never {
  throw new BoletoError(code, field, message, limit);
}

/** A check digit inside the campo livre is not what the bank's rule gives. */
export function refuseCheckDigit(what: string, expected: string): never {
  const message = `the check digit of ${what}, inside the campo livre, should be ${expected}`;
  refuse('WRONG_CHECK_DIGIT', 'freeField', message, expected);
}
