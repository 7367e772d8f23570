/** Stable code of a `BoletoError`. */
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
 * A value that does not fit into a boleto, or a text that is not a boleto.
 */
export class BoletoError extends Error {
  override readonly name = 'BoletoError';
  readonly code: BoletoErrorCode;
  /** Name of the value, as the caller passed it: `amount`, `payer.document`. */
  readonly field: string;
  /** What would fit: a number of digits, an amount in cents, a date, the right check digit; undefined if nothing does. */
  readonly limit: number | string | undefined;

  constructor(code: BoletoErrorCode, field: string, message: string, limit?: number | string) {
    super(message);
    this.code = code;
    this.field = field;
    this.limit = limit;
  }
}

/** Throws a `BoletoError`. Unlike `throw`, it is an expression. */
export function refuse(
  code: BoletoErrorCode,
  field: string,
  message: string,
  limit?: number | string,
): never {
  throw new BoletoError(code, field, message, limit);
}
