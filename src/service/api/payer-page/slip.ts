import type { Boleto } from '../../boletos/boleto.js';
import { HttpError } from '../../http/errors.js';
import { slipOf } from '../slip-of-boleto.js';
import type { PrintedSlip } from './html.js';

/** Returns the slip as a part of the page; undefined if the boleto lacks what a slip must show. */
export async function printedSlip(boleto: Boleto): Promise<PrintedSlip | undefined> {
  const { slipMarkup, slipStyle } = await import('../../../boleto/slip/index.js');
  const markup = ifShowable(() => slipMarkup(slipOf(boleto)));
  return markup === undefined ? undefined : { style: slipStyle, markup };
}

/** Returns the slip as a PDF; undefined as `printedSlip`. */
export async function pdfOf(boleto: Boleto): Promise<Uint8Array | undefined> {
  const { slipPdf } = await import('../../../boleto/slip/index.js');
  return ifShowable(() => slipPdf(slipOf(boleto)));
}

function ifShowable<Slip>(draw: () => Slip): Slip | undefined {
  try {
    return draw();
  } catch (error) {
    // A field is missing, or the slip cannot show it: then the payer has the page alone.
    if (error instanceof HttpError || (error instanceof Error && error.name === 'BoletoError'))
      return undefined;
    throw error;
  }
}
