import { readBancoDoBrasil } from './banco-do-brasil.js';
import type { FreeFieldReading } from './bank.js';
import { readBradesco } from './bradesco.js';
import { readCaixa } from './caixa.js';
import { readItau } from './itau.js';
import { readSantander } from './santander.js';
import { readStone } from './stone.js';

/**
 * The readers of the campo livre by COMPE code. They stand apart from the banks in banks/index.ts, so that a bundle that
 * only reads boletos leaves out the code that issues and prints them. A bank that is only read has its place here alone.
 */
const readers: Readonly<Record<string, (freeField: string) => FreeFieldReading>> = {
  '001': readBancoDoBrasil,
  '033': readSantander,
  '104': readCaixa,
  '197': readStone,
  '237': readBradesco,
  '341': readItau,
};

/**
 * Reads the fields of a campo livre by the layout of its bank. The campo livre belongs to the bank, so this refuses
 * nothing. An unknown bank has no fields and no warning.
 *
 * @param bank COMPE code, three digits
 * @param freeField 25 digits
 */
export function readFreeField(bank: string, freeField: string): FreeFieldReading {
  return readers[bank]?.(freeField) ?? { fields: undefined };
}
