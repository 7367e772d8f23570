import { checkedSlip } from './checked-slip.js';
import { clearingSlip } from './clearing-slip.js';
import type { Page, Section } from './page.js';
import { cell, rule } from './parts.js';
import { payerReceipt } from './payer-receipt.js';
import type { SlipData } from './slip-data.js';

const A4 = { width: 210, height: 297 };
const CUT = 189;

/**
 * The slip as a page of texts, lines and symbols in millimetres: what `slipHtml` and `slipPdf` both draw, and what
 * another renderer (an image, a printer's language) would.
 *
 * @throws BoletoError that names the field: missing, against the barcode, no document, or longer than its place.
 */
export function slipPage(data: SlipData): Page {
  const slip = checkedSlip(data);
  return {
    title: `Boleto ${slip.titleId} - ${slip.beneficiary.name}`,
    ...A4,
    sections: [payerReceipt(slip), cutLine(), clearingSlip(slip)],
  };
}

function cutLine(): Section {
  return {
    name: 'Linha de corte',
    items: [
      cell(
        { x: 10, y: CUT - 3, width: 190, height: 3 },
        { field: 'cut', width: 190, texts: ['Corte na linha pontilhada'], size: 6, align: 'right' },
      ),
      rule([5, CUT], [205, CUT], 0.2, true),
    ],
  };
}
