import { modulus10 } from '../check-digits.js';
import type { Digits } from '../digits.js';
import type { Bank, FreeFieldReading, PrintAccount } from './bank.js';
import { FREE_FIELD, type Layout, padFields, readLayout, TITLE_ID, titleIdOf } from './fields.js';
import { holderNumber, withCheckDigit } from './printing.js';

interface Common {
  /** Up to 4 digits. */
  readonly agency: Digits;
  /** Up to 5 digits, without its DAC. */
  readonly account: Digits;
  /** Nosso número, up to 8 digits, without its DAC. */
  readonly titleId: Digits;
}

/** Carteiras whose campo livre has the number of the document and the customer in place of agency and account. */
export type ItauCustomerWallet = '106' | '107' | '122' | '142' | '143' | '195' | '196' | '198';

/** The fields of Itaú. */
export type ItauFields =
  | (Common & {
      /** Carteira, up to 3 digits: 109, 112, 175, … */
      readonly wallet: Digits;
      readonly documentNumber?: never;
      readonly customer?: never;
    })
  | (Common & {
      /** Carteira. */
      readonly wallet: ItauCustomerWallet;
      /** Seu número, up to 7 digits. */
      readonly documentNumber: Digits;
      /** Código do cliente, up to 5 digits. */
      readonly customer: Digits;
    });

const title = { wallet: 3, titleId: 8 } as const;
const holder = { agency: 4, account: 5 } as const;
const customer = { documentNumber: 7, customer: 5 } as const;
const customerWallet = /^(10[67]|122|14[23]|19[568])/;
const walletsWithoutAccount = new Set(['112', '126', '131', '145', '146', '150', '168']);

/**
 * Itaú, 341.
 *
 * Campo livre: carteira 3, nosso número 8, its DAC, agency 4, account 5, their DAC, 000. For the carteiras 107, 122, 142,
 * 143, 196, 198, and 106 and 195 of older manuals: carteira 3, nosso número 8, seu número 7, customer 5, DAC of these 23, 0.
 *
 * A DAC (check digit) is modulus 10. That of the nosso número is over agency, account, carteira and number. For the
 * carteiras 126, 131, 145, 146, 150, 168 and the escritural 112 it is over carteira and number alone. Note 23 of the
 * manual lists 145 and its annex 4 lists 146, so both count.
 *
 * Source: Itaú, cobrança CNAB 400 (February 2016), note 23, annex 4 and the worked example. Carteira 112 and those of
 * older manuals are as in brcobranca, an open library that quotes other editions.
 */
export const itau: Bank<ItauFields> = {
  code: '341',
  name: 'Itaú',

  encode(fields) {
    const { wallet, titleId: number } = padFields(title, fields);
    const { agency, account } = padFields(holder, fields);
    const walletAndNumber = wallet + number;
    const checked = walletsWithoutAccount.has(wallet) ? walletAndNumber : agency + account + walletAndNumber;
    const checkDigit = modulus10(checked);
    const freeField = customerWallet.test(wallet)
      ? customerFreeField(walletAndNumber, fields)
      : `${walletAndNumber}${checkDigit}${agency}${account}${modulus10(agency + account)}000`;
    return { freeField, titleId: titleIdOf(number, checkDigit, `${wallet}/`) };
  },
};

const customerLayout: Layout = [
  ['wallet', 3, 'titleId', 8, 'documentNumber', 7, 'customer', 5],
  /^.{24}0/,
  [FREE_FIELD, 23, modulus10, 0, 23],
];
/** The DAC of the nosso número is that of escritural carteiras, which leaves out agency and account. */
const shortLayout: Layout = [
  ['wallet', 3, 'titleId', 8, '', 1, 'agency', 4, 'account', 5],
  /^.{22}000/,
  ['agency and account', 21, modulus10, 12, 21],
];
const accountLayout: Layout = [...shortLayout, [TITLE_ID, 11, modulus10, 12, 21, 0, 11]];

/** Reads the campo livre that `itau` describes. */
export function readItau(freeField: string): FreeFieldReading {
  if (customerWallet.test(freeField)) return readLayout(freeField, customerLayout);
  // The manual does not list the escritural carteiras. So both DACs are accepted in any carteira.
  const isShort = freeField[11] === modulus10(freeField.slice(0, 11));
  return readLayout(freeField, isShort ? shortLayout : accountLayout);
}

function customerFreeField(walletAndNumber: string, fields: ItauFields): string {
  const { documentNumber, customer: code } = padFields(customer, fields);
  const checked = walletAndNumber + documentNumber + code;
  return `${checked}${modulus10(checked)}0`;
}

/**
 * Prints agency/account-DAC, and the carteira. The DAC is modulus 10 of agency and account, as in the campo livre.
 *
 * Source: Itaú, cobrança CNAB 400 (February 2016), the slip of its worked example.
 */
export const printItau: PrintAccount = (fields, account) => {
  const agency = holderNumber('agency', 4, fields, account);
  const number = holderNumber('account', 5, fields, account);
  const code = withCheckDigit(number, 'accountDigit', account, modulus10(agency + number));
  return `${agency}/${code}`;
};
