/** Nosso número as the bank knows and prints it. */
export interface TitleId {
  /** Padded to the bank's width. */
  readonly number: string;
  /** A digit, or `P` at Bradesco. */
  readonly checkDigit: string;
  /** As it is printed on the slip. */
  readonly formatted: string;
}

/** A bank's own rules. A new bank is one file that exports this, and one line in banks/index.ts. */
export interface Bank<Fields> {
  /** COMPE code, three digits. */
  readonly code: string;
  readonly name: string;
  /** Digits that each of the bank's fields has room for. */
  readonly widths: Readonly<Record<string, number>>;
  /** Campo livre, 25 digits. @throws BoletoError that names the field that does not fit. */
  freeField(fields: Fields): string;
  titleId(fields: Fields): TitleId;
  /** The fields that a campo livre of this bank holds. */
  readFreeField(freeField: string): Readonly<Record<string, string>>;
}
