import { MAX_AMOUNT } from '../barcode.js';
import { modulus10 } from '../check-digits.js';
import type { Digits } from '../digits.js';
import { refuseCheckDigit } from '../errors.js';
import type { Bank } from './bank.js';
import { cutFields, padFields, titleIdOf } from './fields.js';

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

const title = { wallet: 3, titleId: 8 } as const;
const holder = { agency: 4, account: 5 } as const;
const customer = { documentNumber: 7, customer: 5 } as const;
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
  maxAmount: MAX_AMOUNT,

  encode(fields) {
    const { wallet, titleId: number } = padFields(title, fields);
    const { agency, account } = padFields(holder, fields);
    const walletAndNumber = wallet + number;
    const checked = walletsWithoutAccount.has(wallet) ? walletAndNumber : agency + account + walletAndNumber;
    const checkDigit = modulus10(checked);
    const freeField = customerWallets.has(wallet)
      ? customerFreeField(walletAndNumber, fields)
      : `${walletAndNumber}${checkDigit}${agency}${account}${modulus10(agency + account)}000`;
    return { freeField, titleId: titleIdOf(number, checkDigit, `${wallet}/`) };
  },

  readFreeField(freeField) {
    const fields = cutFields(title, freeField);
    if (customerWallets.has(fields.wallet)) {
      if (freeField[24] !== '0') return undefined;
      verify('the campo livre', freeField, 23, modulus10(freeField.slice(0, 23)));
      return { ...fields, ...cutFields(customer, freeField, 11) };
    }
    if (!freeField.endsWith('000')) return undefined;
    const { agency, account } = cutFields(holder, freeField, 12);
    verify('the agency and account', freeField, 21, modulus10(agency + account));
    // Escritural carteiras have the short DAC too, and the manual does not list them: either is right in any carteira.
    const walletAndNumber = freeField.slice(0, 11);
    const whole = modulus10(agency + account + walletAndNumber);
    verify('the nosso número', freeField, 11, whole, modulus10(walletAndNumber));
    return { agency, account, ...fields };
  },
};

function customerFreeField(walletAndNumber: string, fields: ItauFields): string {
  const { documentNumber, customer: code } = padFields(customer, fields);
  const checked = walletAndNumber + documentNumber + code;
  return `${checked}${modulus10(checked)}0`;
}

function verify(what: string, freeField: string, index: number, right: string, alsoRight = right): void {
  const digit = freeField[index];
  if (digit !== right && digit !== alsoRight) refuseCheckDigit(what, right);
}
