import { MAX_AMOUNT } from '../barcode.js';
import { integerWithin } from '../digits.js';
import { refuse } from '../errors.js';
import { plainText } from '../text.js';
import { crc16 } from './crc16.js';
import { LONGEST, readTlv, tlv } from './tlv.js';

interface Common {
  /** In cents, 1 to 9,999,999,999. Left out if the payer or the charge at the URL decides it. */
  readonly amount?: number;
  /** Beneficiary, as the payer's bank may show it: up to 25 characters once it is ASCII, see `plainText`. */
  readonly name: string;
  /** The beneficiary's city: up to 15 characters once it is ASCII. */
  readonly city: string;
  /** Up to 25 letters and digits. A boleto with Pix leaves it out: the charge at its URL (cobv) has its own. */
  readonly txid?: string;
}

/** The content of a Pix QR code: a charge at a bank (`url`), which a boleto with Pix has, or a Pix key (`key`). */
export type BrCode = Common &
  (
    | {
        /** URL of the charge without `https://`: up to 77 ASCII characters. */
        readonly url: string;
        readonly key?: never;
        readonly info?: never;
      }
    | {
        /** Pix key: e-mail, phone, CPF, CNPJ or random key. */
        readonly key: string;
        /** A sentence for the payer: with the key, at most 73 characters once it is ASCII. */
        readonly info?: string;
        readonly url?: never;
      }
  );

const GUI = 'br.gov.bcb.pix';
const NO_TXID = '***';
const CRC_HEADER = '6304';
/** Characters of the CRC's field: its header and four hexadecimal digits. */
const CRC_LENGTH = CRC_HEADER.length + 4;

/**
 * Returns the BR Code of a Pix payment, which is the text of its QR code: EMV fields with a CRC-16 at the end.
 *
 * Source: Banco Central do Brasil, "Manual do BR Code" and "Manual de Padrões para Iniciação do Pix".
 *
 * @throws {BoletoError} with the field that does not fit and its limit: MISSING, TOO_LONG, NOT_ALLOWED, NOT_AN_INTEGER,
 *   OUT_OF_RANGE
 * @example
 * brCode.build({ key: '123e4567-e12b-12d1-a456-426655440000', name: 'Fulano de Tal', city: 'BRASILIA' })
 * // '00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***63041D3D'
 */
export function build(code: BrCode): string {
  const fields = [
    tlv('00', '01'),
    code.url === undefined ? '' : tlv('01', '12'),
    tlv('26', account(code)),
    tlv('52', '0000'),
    tlv('53', '986'),
    code.amount === undefined ? '' : tlv('54', reais(code.amount)),
    tlv('58', 'BR'),
    tlv('59', ascii('name', plain(code.name), 25)),
    tlv('60', ascii('city', plain(code.city), 15)),
    tlv('62', tlv('05', code.txid === undefined ? NO_TXID : txid(code.txid))),
    CRC_HEADER,
  ];
  const text = fields.join('');
  return text + crc16(text);
}

/**
 * Reads a BR Code, and verifies its CRC.
 *
 * @throws {BoletoError} WRONG_CHECK_DIGIT with the right CRC as its limit; WRONG_LENGTH, MISSING, NOT_DIGITS;
 *   NOT_ALLOWED if it is not of Pix or not in reais
 * @example
 * brCode.parse('00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***63041D3D')
 * // { key: '123e4567-e12b-12d1-a456-426655440000', name: 'Fulano de Tal', city: 'BRASILIA' }
 */
export function parse(text: string): BrCode {
  const trimmed = typeof text === 'string' ? text.trim() : '';
  verifyCrc(trimmed);
  // The fields end where the CRC begins. Without this, the last one could be longer than it is and contain the CRC.
  readTlv('brCode', trimmed.slice(0, -CRC_LENGTH));
  const fields = readTlv('brCode', trimmed);
  verifyField(fields, '00', '01');
  verifyField(fields, '53', '986');
  verifyField(fields, '58', 'BR');
  const amount = fields.get('54');
  const txid = readTlv('additional data', fields.get('62') ?? '').get('05');
  return {
    ...readAccount(fields),
    ...(amount !== undefined && { amount: cents(amount) }),
    name: present(fields, '59', 'name'),
    city: present(fields, '60', 'city'),
    ...(txid !== undefined && txid !== NO_TXID && { txid }),
  };
}

function account(code: BrCode): string {
  const gui = tlv('00', GUI);
  const longest = LONGEST - gui.length - 4;
  if (code.url !== undefined) {
    if (!code.url.includes('://')) return gui + tlv('25', ascii('url', code.url, longest));
    refuse('NOT_ALLOWED', 'url', 'url must be without https://');
  }
  const key = ascii('key', code.key, longest);
  const info =
    code.info === undefined ? '' : tlv('02', ascii('info', plain(code.info), longest - key.length - 4));
  return gui + tlv('01', key) + info;
}

/** Reads the account of Pix, which is one of the payment arrangements under the ids 26 to 51. */
function readAccount(fields: ReadonlyMap<string, string>) {
  for (let id = 26; id <= 51; id++) {
    const template = fields.get(String(id));
    if (template === undefined) continue;
    const values = readTlv(`account ${id}`, template);
    if (values.get('00')?.toLowerCase() !== GUI) continue;
    const url = values.get('25');
    if (url !== undefined) return { url };
    const info = values.get('02');
    return { key: present(values, '01', 'key'), ...(info !== undefined && { info }) };
  }
  refuse('NOT_ALLOWED', 'brCode', `this QR code is no Pix: no account says ${GUI}`, GUI);
}

function verifyCrc(text: string): void {
  const body = text.slice(0, -4);
  if (!body.endsWith(CRC_HEADER)) {
    refuse('MISSING', 'crc', 'a BR Code ends with 6304 and four hexadecimal digits');
  }
  const expected = crc16(body);
  if (text.slice(-4).toUpperCase() === expected) return;
  const message = `the CRC is ${text.slice(-4)} and should be ${expected}: a character of the text is wrong`;
  refuse('WRONG_CHECK_DIGIT', 'crc', message, expected);
}

function verifyField(fields: ReadonlyMap<string, string>, id: string, value: string): void {
  const actual = fields.get(id);
  if (actual === value) return;
  refuse('NOT_ALLOWED', 'brCode', `id ${id} of a Pix code is ${value}, not ${actual}`, value);
}

function present(fields: ReadonlyMap<string, string>, id: string, field: string): string {
  const value = fields.get(id);
  if (value) return value;
  refuse('MISSING', field, `the BR Code has no ${field} (id ${id})`);
}

/** Returns a text as Pix carries it. A caller without types may pass something else, which `ascii` refuses. */
function plain(text: string): string {
  return typeof text === 'string' ? plainText(text, 'ascii') : text;
}

function ascii(field: string, value: string, width: number): string {
  if (typeof value !== 'string' || value === '') {
    refuse('MISSING', field, `${field} must be 1 to ${width} characters`, width);
  }
  if (value.length > width) {
    refuse('TOO_LONG', field, `${field} has ${value.length} characters; ${width} fit`, width);
  }
  for (const character of value) {
    if (character >= ' ' && character <= '~') continue;
    const message = `${field} must be ASCII, which ${character} is not; write it without accents`;
    refuse('NOT_ALLOWED', field, message, character);
  }
  return value;
}

function txid(value: string): string {
  const text = ascii('txid', value, 25);
  if (/^[A-Za-z0-9]+$/.test(text)) return text;
  refuse('NOT_ALLOWED', 'txid', 'txid must be letters and digits', 'A-Za-z0-9');
}

/** Returns cents as reais. Division by 100 is exact to the cent up to the largest amount, as is its inverse. */
function reais(amount: number): string {
  return (integerWithin('amount', amount, 1, MAX_AMOUNT) / 100).toFixed(2);
}

function cents(text: string): number {
  if (/^\d{1,10}(\.\d{0,2})?$/.test(text)) return Math.round(Number(text) * 100);
  return refuse('NOT_DIGITS', 'amount', `amount ${text} must be like 123.45`);
}
