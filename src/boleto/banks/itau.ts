import { MAX_AMOUNT } from '../barcode.js';
import { modulus10 } from '../check-digits.js';
import { type Digits, fixedDigits } from '../digits.js';
import { wrongCheckDigit } from '../errors.js';
import type { Bank } from './bank.js';

interface Common {
  /** Up to 4 digits. */
  readonly agency: Digits;
  /** Conta without its DAC, up to 5 digits. */
  readonly account: Digits;
  /** Nosso número without its DAC, up to 8 digits. */
  readonly titleId: Digits;
}

/** Carteiras whose campo livre holds the payer's document and the customer instead of the account. */
export type ItauCustomerWallet = '106' | '107' | '122' | '142' | '143' | '195' | '196' | '198';

export type ItauFields =
  | (Common & {
      /** Carteira, up to 3 digits: 109, 112, 175, … */
      readonly wallet: Digits;
      readonly documentNumber?: never;
      readonly customer?: never;
    })
  | (Common & {
      readonly wallet: ItauCustomerWallet;
      /** Seu número, up to 7 digits. */
      readonly documentNumber: Digits;
      /** Código do cliente, up to 5 digits. */
      readonly customer: Digits;
    });

const widths = { agency: 4, account: 5, wallet: 3, titleId: 8, documentNumber: 7, customer: 5 } as const;
const customerWallets = new Set(['106', '107', '122', '142', '143', '195', '196', '198']);
const walletsWithoutAccount = new Set(['112', '126', '131', '145', '146', '150', '168']);

/**
 * Itaú, 341.
 *
 * Campo livre: carteira 3, nosso número 8, its DAC, agency 4, account 5, their DAC, 000. Every DAC is modulus 10. The
 * nosso número's is over agency, account, carteira and number; over carteira and number alone for carteiras 126, 131,
 * 145, 146 (note 23 of the manual says 145, its annex 4 says 146: both are taken), 150, 168 and the escritural 112.
 * Carteiras 107, 122, 142, 143, 196, 198 (and 106, 195 of older manuals): carteira 3, nosso número 8, seu número 7,
 * customer 5, DAC of these 23, 0.
 * Source: Itaú, cobrança CNAB 400 (February 2016), note 23, annex 4 and the worked example; 112 and the older
 * carteiras as open libraries that quote other editions have them (brcobranca).
 */
export const itau: Bank<ItauFields> = {
  code: '341',
  name: 'Itaú',
  widths,
  maxAmount: MAX_AMOUNT,

  encode(fields) {
    const agency = fixedDigits('agency', fields.agency, widths.agency);
    const account = fixedDigits('account', fields.account, widths.account);
    const wallet = fixedDigits('wallet', fields.wallet, widths.wallet);
    const number = fixedDigits('titleId', fields.titleId, widths.titleId);
    const holder = agency + account;
    const title = wallet + number;
    const checkDigit = modulus10(walletsWithoutAccount.has(wallet) ? title : holder + title);
    return {
      freeField: customerWallets.has(wallet)
        ? customerFreeField(title, fields)
        : `${title}${checkDigit}${holder}${modulus10(holder)}000`,
      titleId: { number, checkDigit, formatted: `${wallet}/${number}-${checkDigit}` },
    };
  },

  readFreeField(freeField) {
    const title = { wallet: freeField.slice(0, 3), titleId: freeField.slice(3, 11) };
    if (customerWallets.has(title.wallet)) return readCustomer(freeField, title);
    if (!freeField.endsWith('000')) return undefined;
    const holder = freeField.slice(12, 21);
    verify('the agency and account', freeField.charAt(21), [modulus10(holder)]);
    // Escritural carteiras have the short DAC too, and the manual does not list them: either is right in any carteira.
    const bare = freeField.slice(0, 11);
    verify('the nosso número', freeField.charAt(11), [modulus10(holder + bare), modulus10(bare)]);
    return { agency: freeField.slice(12, 16), account: freeField.slice(16, 21), ...title };
  },
};

function customerFreeField(title: string, fields: ItauFields): string {
  const documentNumber = fixedDigits('documentNumber', fields.documentNumber ?? '', widths.documentNumber);
  const customer = fixedDigits('customer', fields.customer ?? '', widths.customer);
  const checked = title + documentNumber + customer;
  return `${checked}${modulus10(checked)}0`;
}

function readCustomer(freeField: string, title: Readonly<Record<'wallet' | 'titleId', string>>) {
  if (freeField[24] !== '0') return undefined;
  verify('the campo livre', freeField.charAt(23), [modulus10(freeField.slice(0, 23))]);
  return { ...title, documentNumber: freeField.slice(11, 18), customer: freeField.slice(18, 23) };
}

function verify(what: string, digit: string, right: readonly string[]): void {
  if (!right.includes(digit)) throw wrongCheckDigit(what, [...new Set(right)].join(' or '));
}
