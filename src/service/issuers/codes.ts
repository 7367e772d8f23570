import {
  type BankFields,
  type BoletoData,
  bankOf,
  formatDigitableLine,
  issue,
  MAX_AMOUNT,
} from '../../boleto/index.js';
import { ISSUERS, type Issuer, isIssuer, titleSeriesOf } from './issuers.js';
import type { WalletFields } from './wallet.js';

/** The fields of a boleto that its codes are made of. */
export interface CodeFields {
  readonly issuer: Issuer;
  readonly issuer_agency: string;
  readonly issuer_account: string;
  readonly issuer_wallet: string;
  /** Civil date, `YYYY-MM-DD`. */
  readonly expiration_date: string;
  /** Cents. */
  readonly amount: number;
}

/** An error of a field. The message follows the field's name, as in `"issuer_agency" must be 1 to 4 digits`. */
export interface CodeFieldError {
  readonly field: 'issuer_agency' | 'issuer_account' | 'issuer_wallet' | 'title_id' | 'amount';
  readonly message: string;
}

/** How many digits each field may have. */
interface Widths {
  readonly issuer_agency: number;
  readonly issuer_account: number;
  readonly issuer_wallet: number;
  readonly title_id: number;
}

/** How an issuer's bank reads the fields. */
interface Layout {
  readonly widths: Widths;
  /** Undefined if the bank numbers the title itself: then there are no codes before its answer. */
  readonly fields?: (boleto: CodeFields, titleId: number) => BankFields;
  /** Checks what the bank requires of a field besides its width. */
  readonly errors?: (fields: Digits) => readonly CodeFieldError[];
}

/** Fields with the right number of digits. */
type Digits = Readonly<Pick<CodeFields, 'issuer_account' | 'issuer_wallet'>>;

const AGENCY = 4;
/** Itaú's barcode for these wallets contains a customer code, which a boleto here does not have. */
const ITAU_CUSTOMER_WALLETS = ['106', '107', '122', '142', '143', '195', '196', '198'];
const SANTANDER_WALLETS = ['101', '102', '104', '201'] as const;
type SantanderWallet = (typeof SANTANDER_WALLETS)[number];
/** With any other wallet the gateway registers in the other one of the bank's two systems. */
const SHOPFACIL_WALLETS = ['25', '26'];
/** The gateway writes this wallet into every title of Banco do Brasil. */
const BANCO_DO_BRASIL_WALLET = '17';
/** JavaScript represents every integer of this many digits exactly. */
const EXACT = 15;

/** Bradesco and Itaú read the three fields as they are named. */
const sameFields = (boleto: CodeFields, titleId: number) => ({
  agency: boleto.issuer_agency,
  account: boleto.issuer_account,
  wallet: boleto.issuer_wallet,
  titleId,
});

/** Maps the API's fields to each bank's. docs/providers.md shows this as a table. */
const LAYOUTS: Readonly<Record<(typeof ISSUERS)[Issuer]['bank'], Layout>> = {
  '237': {
    widths: { issuer_agency: AGENCY, issuer_account: 7, issuer_wallet: 2, title_id: 11 },
    fields: sameFields,
  },
  '104': {
    widths: { issuer_agency: AGENCY, issuer_account: 7, issuer_wallet: 2, title_id: 15 },
    fields: ({ issuer_account }, titleId) => ({ beneficiary: issuer_account, titleId }),
    errors: ({ issuer_account }) =>
      errorUnless(
        !(Number(issuer_account) >= 1_000_000 && Number(issuer_account) < 1_100_000),
        'issuer_account',
        'must be 999999 or less, or 1100000 or more',
      ),
  },
  '341': {
    widths: { issuer_agency: AGENCY, issuer_account: 5, issuer_wallet: 3, title_id: 8 },
    fields: sameFields,
    errors: ({ issuer_wallet }) =>
      errorUnless(
        !ITAU_CUSTOMER_WALLETS.includes(issuer_wallet),
        'issuer_wallet',
        `must not be ${issuer_wallet}, which needs a customer code`,
      ),
  },
  '001': {
    widths: { issuer_agency: AGENCY, issuer_account: 7, issuer_wallet: 2, title_id: 10 },
    fields: ({ issuer_account, issuer_wallet }, titleId) => ({
      layout: 'agreement-7',
      agreement: issuer_account,
      wallet: issuer_wallet,
      titleId,
    }),
    errors: ({ issuer_account, issuer_wallet }) => [
      ...errorUnless(Number(issuer_account) >= 1_000_000, 'issuer_account', 'must be a convênio of 7 digits'),
      ...errorUnless(issuer_wallet === BANCO_DO_BRASIL_WALLET, 'issuer_wallet', 'must be 17'),
    ],
  },
  '033': {
    widths: { issuer_agency: AGENCY, issuer_account: 7, issuer_wallet: 3, title_id: 12 },
    fields: ({ issuer_account, issuer_wallet }, titleId) => ({
      beneficiary: issuer_account,
      // For any other wallet src/boleto throws.
      wallet: issuer_wallet as SantanderWallet,
      titleId,
    }),
    errors: ({ issuer_wallet }) =>
      errorUnless(
        SANTANDER_WALLETS.some((wallet) => wallet === issuer_wallet),
        'issuer_wallet',
        `must be one of [${SANTANDER_WALLETS.join(', ')}]`,
      ),
  },
  '197': { widths: { issuer_agency: AGENCY, issuer_account: 20, issuer_wallet: 2, title_id: EXACT } },
};

/**
 * Returns the barcode (44 digits) and the printed digitable line of a boleto, by the rules of its issuer's bank.
 *
 * @returns undefined if the bank numbers the title itself (Stone): its answer contains the codes
 * @throws BoletoError for fields that `fieldErrorsOf` reports
 * @example
 * codesOf({ issuer: 'bradesco', issuer_agency: '3381', issuer_account: '9721', issuer_wallet: '26',
 *   expiration_date: '2026-12-31', amount: 2000 }, 1)?.barcode
 * // '23797167700000020003381260000000000100097210'
 */
export function codesOf(
  boleto: CodeFields,
  titleId: number,
): { barcode: string; digitable_line: string } | undefined {
  const { bank } = ISSUERS[boleto.issuer];
  const fields = LAYOUTS[bank].fields?.(boleto, titleId);
  if (!fields) return undefined;
  const { expiration_date: dueDate, amount } = boleto;
  const { barcode, digitableLine } = issue({ bank, dueDate, amount, ...fields } as BoletoData);
  return { barcode, digitable_line: formatDigitableLine(digitableLine) };
}

/**
 * Checks agency, account, wallet, title id and amount by the rules of an issuer's bank, and returns all errors at once.
 * It skips a field that is missing or of the wrong type: the schema of the body reports those.
 *
 * @example
 * fieldErrorsOf('boleto-api-itau', { issuer_agency: '12345', title_id: 100_000_000 })
 * // [{ field: 'issuer_agency', message: 'must be 1 to 4 digits' },
 * //  { field: 'title_id', message: 'must be an integer from 1 to 99999999' }]
 */
export function fieldErrorsOf(issuer: Issuer, fields: Readonly<Record<string, unknown>>): CodeFieldError[] {
  const { bank } = ISSUERS[issuer];
  const { widths, errors } = LAYOUTS[bank];
  const wrong = [
    ...(['issuer_agency', 'issuer_account', 'issuer_wallet'] as const).flatMap((field) =>
      widthErrors(field, fields[field], widths[field]),
    ),
    ...rangeErrors('title_id', fields.title_id, titleIdLimit(issuer)),
    ...rangeErrors('amount', fields.amount, Math.min(MAX_AMOUNT, bankOf(bank).maxAmount ?? MAX_AMOUNT)),
  ];
  const { issuer_account, issuer_wallet } = fields;
  if (typeof issuer_account !== 'string' || typeof issuer_wallet !== 'string') return wrong;
  const known = new Set(wrong.map(({ field }) => field));
  const given = { issuer_account, issuer_wallet };
  const more = [...(errors?.(given) ?? []), ...gatewayErrors(issuer, issuer_wallet)];
  return [...wrong, ...more.filter(({ field }) => !known.has(field))];
}

/**
 * Returns the wallet that the fields of a body name.
 *
 * @returns undefined if they name none that the issuer's bank accepts
 */
export function walletIn(fields: Readonly<Record<string, unknown>>): WalletFields | undefined {
  const { issuer, issuer_agency, issuer_account, issuer_wallet } = fields;
  if (typeof issuer !== 'string' || !isIssuer(issuer)) return undefined;
  if (![issuer_agency, issuer_account, issuer_wallet].every((field) => typeof field === 'string'))
    return undefined;
  const wallet = { issuer, issuer_agency, issuer_account, issuer_wallet } as WalletFields;
  return fieldErrorsOf(issuer, { ...wallet }).length === 0 ? wallet : undefined;
}

/** Returns the largest title id of an issuer's bank. */
export function titleIdLimit(issuer: Issuer): number {
  return 10 ** LAYOUTS[ISSUERS[issuer].bank].widths.title_id - 1;
}

/**
 * Returns the largest title id of a title series, as the table `title_ids` names it.
 *
 * @returns the largest of any bank for a series that no issuer has
 */
export function titleIdLimitOf(series: string): number {
  const issuer = (Object.keys(ISSUERS) as Issuer[]).find((name) => titleSeriesOf(name) === series);
  return issuer ? titleIdLimit(issuer) : 10 ** EXACT - 1;
}

function widthErrors(
  field: 'issuer_agency' | 'issuer_account' | 'issuer_wallet',
  value: unknown,
  width: number,
): CodeFieldError[] {
  if (typeof value !== 'string' || new RegExp(`^[0-9]{1,${width}}$`).test(value)) return [];
  return [{ field, message: `must be 1 to ${width} digits` }];
}

function rangeErrors(field: 'title_id' | 'amount', value: unknown, max: number): CodeFieldError[] {
  if (typeof value !== 'number' || (Number.isSafeInteger(value) && value >= 1 && value <= max)) return [];
  return [{ field, message: `must be an integer from 1 to ${max}` }];
}

function gatewayErrors(issuer: Issuer, wallet: string): CodeFieldError[] {
  const isRight = issuer !== 'boleto-api-bradesco-shopfacil' || SHOPFACIL_WALLETS.includes(wallet);
  return errorUnless(isRight, 'issuer_wallet', `must be one of [${SHOPFACIL_WALLETS.join(', ')}]`);
}

function errorUnless(isRight: boolean, field: CodeFieldError['field'], message: string): CodeFieldError[] {
  return isRight ? [] : [{ field, message }];
}
