import type { SlipTexts } from './checked-slip.js';
import { DOCUMENT, INSTRUCTIONS, LEFT, NARROW, narrowFields, WIDE } from './columns.js';
import type { Item, Section } from './page.js';
import { cell, row, rule } from './parts.js';
import { slipHead } from './slip-head.js';
import { BARCODE, barcodeSymbol } from './symbols.js';

/**
 * FEBRABAN's measures, in millimetres: the ficha is 95 to 108 high, at the bottom of the sheet. The middle of the barcode
 * is 12 above the edge of the paper.
 */
const TOP = 191;
const BOTTOM = 297;
const BARCODE_MIDDLE = 12;
/** White space in front of the first bar, which barcode readers need. */
const BARCODE_INDENT = 5;

const HEAD = 8;

/** Returns the ficha de compensação, the part that the bank keeps. */
export function clearingSlip(slip: SlipTexts): Section {
  const right = narrowFields(slip);
  return {
    name: 'Ficha de compensação',
    items: [
      ...slipHead(TOP, slip),
      ...row(LEFT, TOP + HEAD, 7.5, [
        { field: 'paymentPlace', label: 'Local de pagamento', width: WIDE, texts: [slip.paymentPlace] },
        right.dueDate,
      ]),
      ...row(LEFT, TOP + 15.5, 9.5, [
        {
          label: 'Beneficiário',
          width: WIDE - DOCUMENT,
          texts: [slip.beneficiary.name, slip.beneficiary.address],
        },
        {
          field: 'beneficiary.document',
          label: 'CPF/CNPJ',
          width: DOCUMENT,
          texts: [slip.beneficiary.document],
        },
        right.agencyAndCode,
      ]),
      ...row(LEFT, TOP + 25, 7, [
        { field: 'documentDate', label: 'Data do documento', width: 28, texts: [slip.documentDate] },
        { field: 'documentNumber', label: 'Nº do documento', width: 42, texts: [slip.documentNumber] },
        { field: 'documentKind', label: 'Espécie doc.', width: 20, texts: [slip.documentKind] },
        { field: 'acceptance', label: 'Aceite', width: 16, texts: [slip.acceptance] },
        { field: 'processingDate', label: 'Data do processamento', width: 34, texts: [slip.processingDate] },
        right.titleId,
      ]),
      ...row(LEFT, TOP + 32, 7, [
        { label: 'Uso do banco', width: 28 },
        { field: 'wallet', label: 'Carteira', width: 22, texts: [slip.wallet] },
        { label: 'Espécie', width: 20, texts: ['R$'] },
        { label: 'Quantidade', width: 36 },
        { label: '(x) Valor', width: 34 },
        right.amount,
      ]),
      ...instructions(slip),
      ...row(LEFT, TOP + 69, 10.5, [
        {
          label: 'Pagador',
          width: WIDE,
          texts: [slip.payer.name, slip.payer.address],
        },
        { field: 'payer.document', label: 'CPF/CNPJ', width: NARROW, texts: [slip.payer.document] },
      ]),
      ...finalBeneficiary(slip),
      ...foot(slip),
    ],
  };
}

/** Returns the instructions, and on their right the empty fields in which the cashier writes. */
function instructions(slip: SlipTexts): Item[] {
  const { y, height } = INSTRUCTIONS;
  const labels = [
    '(-) Desconto/Abatimento',
    '(-) Outras deduções',
    '(+) Mora/Multa',
    '(+) Outros acréscimos',
    '(=) Valor cobrado',
  ];
  const each = height / labels.length;
  const x = LEFT + WIDE;
  return [
    cell(INSTRUCTIONS, {
      field: 'instructions',
      label:
        'Instruções (texto de responsabilidade do beneficiário; dúvidas sobre este boleto, contate o beneficiário)',
      texts: slip.instructions,
    }),
    rule([x, y], [x, y + height]),
    ...labels.flatMap((label, index): Item[] => [
      cell({ x, y: y + index * each, width: NARROW, height: each }, { label }),
      rule([x, y + (index + 1) * each], [x + NARROW, y + (index + 1) * each]),
    ]),
    rule([LEFT, y + height], [x, y + height]),
  ];
}

function finalBeneficiary(slip: SlipTexts): Item[] {
  const y = TOP + 79.5;
  const texts = slip.finalBeneficiary ? [slip.finalBeneficiary.name] : [];
  return row(LEFT, y, 6, [
    {
      label: 'Beneficiário final',
      width: WIDE,
      texts,
      size: 7,
    },
    {
      field: 'finalBeneficiary.document',
      label: 'CPF/CNPJ',
      width: NARROW,
      texts: slip.finalBeneficiary ? [slip.finalBeneficiary.document] : [],
      size: 7,
    },
  ]);
}

function foot(slip: SlipTexts): Item[] {
  const y = BOTTOM - BARCODE_MIDDLE - BARCODE.height / 2;
  return [
    barcodeSymbol(LEFT + BARCODE_INDENT, y, slip.barcode, `Código de barras ${slip.digitableLine}`),
    cell(
      { x: 118, y: y - 1.1, width: 82, height: 3 },
      { texts: ['Autenticação mecânica - FICHA DE COMPENSAÇÃO'], align: 'right', size: 6 },
    ),
  ];
}
