import { checkedSlip } from './checked-slip.js';
import { clearingSlip } from './clearing-slip.js';
import type { Page, Section } from './page.js';
import { cell, rule } from './parts.js';
import { payerReceipt } from './payer-receipt.js';
import { poured } from './pour.js';
import type { SlipData } from './slip-data.js';

const A4 = { width: 210, height: 297 };
const CUT = 189;

/**
 * Returns the slip as a page of texts, lines and symbols, with positions in millimetres. `slipHtml` and `slipPdf` draw
 * this page, and so can another renderer, for example of images.
 *
 * @throws {BoletoError} with the field that does not fit: MISSING, INVALID_DATE, NOT_ALLOWED, WRONG_CHECK_DIGIT (of a
 *   document or the barcode), TOO_LONG for its space on the slip
 * @example
 * slipPage({ boleto: issue(…), dueDate: '2026-12-31', … }).sections.map(({ name }) => name)
 * // ['Recibo do pagador', 'Linha de corte', 'Ficha de compensação']
 */
export function slipPage(data: SlipData): Page {
  const texts = checkedSlip(data);
  const slip = poured(texts, texts.pix !== undefined);
  return {
    title: `Boleto ${slip.titleId} - ${slip.beneficiary.name}`,
    ...A4,
    sections: [payerReceipt(slip), cutLine(), clearingSlip(slip)],
    summary: [
      { label: 'Beneficiário', text: slip.beneficiary.name, isCode: false },
      { label: 'Valor', text: `R$ ${slip.amount}`, isCode: false },
      { label: 'Vencimento', text: slip.dueDate, isCode: false },
      { label: 'Linha digitável', text: slip.digitableLine, isCode: true },
      ...(slip.pix === undefined ? [] : [{ label: 'Pix copia e cola', text: slip.pix, isCode: true }]),
    ],
  };
}

function cutLine(): Section {
  return {
    name: 'Linha de corte',
    items: [
      cell(
        { x: 10, y: CUT - 3, width: 190, height: 3 },
        { texts: ['Corte na linha pontilhada'], size: 6, align: 'right' },
      ),
      rule([5, CUT], [205, CUT], 0.2, true),
    ],
  };
}
