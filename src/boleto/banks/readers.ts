import { ailosLayout } from './ailos.js';
import { readBancoDoBrasil } from './banco-do-brasil.js';
import type { FreeFieldReading } from './bank.js';
import { banrisulLayout } from './banrisul.js';
import { bradescoLayout } from './bradesco.js';
import { readCaixa } from './caixa.js';
import { type Layout, readLayout } from './fields.js';
import { interLayout } from './inter.js';
import { readItau } from './itau.js';
import { safraLayout } from './safra.js';
import { readSantander } from './santander.js';
import { readSicoob } from './sicoob.js';
import { sicrediLayout } from './sicredi.js';
import { stoneLayout } from './stone.js';

/**
 * The readers of the campo livre by COMPE code. They stand apart from the banks in banks/index.ts, so that a bundle that
 * only reads boletos leaves out the code that issues and prints them. A bank that is only read has its place here alone.
 */
const readers: Readonly<Record<string, Layout | ((freeField: string) => FreeFieldReading)>> = {
  '001': readBancoDoBrasil,
  '033': readSantander,
  '041': banrisulLayout,
  '077': interLayout,
  '085': ailosLayout,
  '104': readCaixa,
  '197': stoneLayout,
  '237': bradescoLayout,
  '341': readItau,
  '422': safraLayout,
  '748': sicrediLayout,
  '756': readSicoob,
};

/**
 * Reads the fields of a campo livre by the layout of its bank. The campo livre belongs to the bank, so this refuses
 * nothing. An unknown bank has no fields and no warning.
 *
 * @param bank COMPE code, three digits
 * @param freeField 25 digits
 */
export function readFreeField(bank: string, freeField: string): FreeFieldReading {
  const reader = readers[bank];
  if (!reader) return { fields: undefined };
  return typeof reader === 'function' ? reader(freeField) : readLayout(freeField, reader);
}
