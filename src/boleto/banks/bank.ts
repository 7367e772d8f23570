/** Nosso número as the bank knows and prints it. */
export interface TitleId {
  /** Padded to the bank's width. */
  readonly number: string;
  /** A digit, `P` at Bradesco or `X` at Banco do Brasil; null where the bank has none. */
  readonly checkDigit: string | null;
  /** As it is printed on the slip. */
  readonly formatted: string;
}

/** What a bank makes of the fields that are its own. */
export interface EncodedFields {
  /** Campo livre, 25 digits. */
  readonly freeField: string;
  readonly titleId: TitleId;
}

/** A bank's own rules. A new bank is one file that exports this, and one line in banks/index.ts. */
export interface Bank<Fields> {
  /** COMPE code, three digits. */
  readonly code: string;
  readonly name: string;
  /** Cents. Above 9,999,999,999 the amount takes the due date factor's digits too. */
  readonly maxAmount: number;
  /** @throws BoletoError that names the field that does not fit. */
  encode(fields: Fields): EncodedFields;
  /**
   * The fields that a campo livre of this bank holds; undefined where it has a layout that this library does not know.
   *
   * @throws BoletoError WRONG_CHECK_DIGIT where a check digit inside the campo livre is wrong.
   */
  readFreeField(freeField: string): Readonly<Record<string, string>> | undefined;
}
