import { printAilos } from './ailos.js';
import { printBancoDoBrasil } from './banco-do-brasil.js';
import type { BeneficiaryAccount, PrintAccount, PrintedAccount, ReadFields } from './bank.js';
import { printBanrisul } from './banrisul.js';
import { printBradesco } from './bradesco.js';
import { printCaixa } from './caixa.js';
import { printInter } from './inter.js';
import { printItau } from './itau.js';
import { printSafra } from './safra.js';
import { printSantander } from './santander.js';
import { printSicoob } from './sicoob.js';
import { printSicredi } from './sicredi.js';
import { printStone } from './stone.js';

/** What each bank prints. Apart from `Bank`, so that a program without slips does not load it. */
const prints: Readonly<Record<string, PrintAccount>> = {
  '001': printBancoDoBrasil,
  '033': printSantander,
  '041': printBanrisul,
  '077': printInter,
  '085': printAilos,
  '104': printCaixa,
  '197': printStone,
  '237': printBradesco,
  '341': printItau,
  '422': printSafra,
  '748': printSicredi,
  '756': printSicoob,
};

/**
 * Returns what a bank's slip prints of the beneficiary's numbers; undefined for an unknown bank or layout.
 *
 * @param bank COMPE code, three digits
 * @param fields of the campo livre, from `parse`
 * @throws {BoletoError} MISSING, NOT_DIGITS, TOO_LONG, NOT_ALLOWED: a field such as `account.agency`
 *
 * For bank 104, `{ beneficiary: '200656' }` and `{ agency: '1679' }` it returns `{ agencyAndCode: '1679/200656-1', wallet: 'RG' }`.
 */
export function printAccount(
  bank: string,
  fields: ReadFields | undefined,
  account: BeneficiaryAccount,
): PrintedAccount | undefined {
  const printed = fields && prints[bank]?.(fields, account);
  return typeof printed === 'string' ? { agencyAndCode: printed, wallet: fields?.wallet ?? '' } : printed;
}
