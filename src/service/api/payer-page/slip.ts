import type { SlipPart } from '../../../boleto/slip/index.js';
import type { Boleto } from '../../boletos/boleto.js';
import { HttpError } from '../../http/errors.js';
import { slipOf } from '../slip-of-boleto.js';

/**
 * Returns the slip as a part of the page; undefined if the boleto lacks what a slip must show. The page never holds the
 * payer's whole document, not even in what only a printer shows.
 */
export async function printedSlip(boleto: Boleto): Promise<SlipPart | undefined> {
  const { slipPart } = await import('../../../boleto/slip/index.js');
  return ifShowable(() => slipPart({ ...slipOf(boleto), masksPayer: true }));
}

/** Returns the slip as a PDF, with the payer's whole document, as a slip needs it; undefined as `printedSlip`. */
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
