import type { Digits } from '../digits.js';

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

/** The fields of a campo livre by their names. Which names there are depends on the bank. */
export type ReadFields = Readonly<Record<string, string>>;

/** A campo livre as its bank reads it. */
export interface FreeFieldReading {
  /** Undefined if this library does not know the layout, or if a digit does not fit it. */
  readonly fields: ReadFields | undefined;
  /** The digit that does not fit the known layout. A bank may have another layout, so that the boleto is still one. */
  readonly warning?: string;
}

/** The numbers of the beneficiary that a slip prints. What the barcode does not have must be given. */
export interface BeneficiaryAccount {
  /** Agência (at a cooperative bank: cooperativa), without its check digit. */
  readonly agency?: Digits;
  /** Check digit of the agência. */
  readonly agencyDigit?: string;
  /** Conta corrente, without its check digit. */
  readonly account?: Digits;
  /** Check digit of the account or of the código do beneficiário: whichever the bank prints. Banrisul has two digits. */
  readonly accountDigit?: string;
}

/** What a bank's slip prints of the beneficiary's numbers. */
export interface PrintedAccount {
  /** Agência/Código do beneficiário. */
  readonly agencyAndCode: string;
  /** Carteira: at Caixa a name, elsewhere its digits; empty if the bank has none. */
  readonly wallet: string;
}

/**
 * Returns what a bank's slip prints of the beneficiary's numbers; a text is the agencyAndCode, and then the carteira is that
 * of the fields. Each bank's file exports one, and print-account.ts lists them.
 *
 * @param fields of the campo livre, as `parse` returns them
 * @throws {BoletoError} with the number that is missing or does not fit, such as `account.agency`
 */
export type PrintAccount = (fields: ReadFields, account: BeneficiaryAccount) => string | PrintedAccount;

/**
 * The rules of one bank. A new bank needs a file that exports this and a `PrintAccount`, a line in banks/index.ts and one in
 * banks/print-account.ts.
 */
export interface Bank<Fields> {
  /** COMPE code, three digits. */
  readonly code: string;
  readonly name: string;
  /** Largest amount in cents, if not `MAX_AMOUNT`. A larger one than that takes the digits of the due date factor, too. */
  readonly maxAmount?: number;
  /**
   * Builds the campo livre and the nosso número.
   *
   * @throws {BoletoError} with the field that does not fit and its limit
   */
  encode(fields: Fields): EncodedFields;
}
