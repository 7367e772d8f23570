/** A nosso número. */
export interface TitleId {
  /** With leading zeros, in the bank's width. */
  readonly number: string;
  /** A digit, `P` at Bradesco or `X` at Banco do Brasil; null if there is none. */
  readonly checkDigit: string | null;
  /** As it is printed on the slip. */
  readonly formatted: string;
}

/** The result of `Bank.encode`. */
export interface EncodedFields {
  /** Campo livre, 25 digits. */
  readonly freeField: string;
  readonly titleId: TitleId;
}

/** The rules of one bank. A new bank needs a file that exports this, and a line in banks/index.ts. */
export interface Bank<Fields> {
  /** COMPE code, three digits. */
  readonly code: string;
  readonly name: string;
  /** Largest amount in cents. An amount above 9,999,999,999 takes the digits of the due date factor, too. */
  readonly maxAmount: number;
  /**
   * Builds the campo livre and the nosso número.
   *
   * @throws {BoletoError} with the field that does not fit and its limit
   */
  encode(fields: Fields): EncodedFields;
  /**
   * Reads the fields of a campo livre of this bank. Returns undefined for a layout that this library does not know.
   *
   * @param freeField 25 digits
   * @throws {BoletoError} WRONG_CHECK_DIGIT
   */
  readFreeField(freeField: string): Readonly<Record<string, string>> | undefined;
}
