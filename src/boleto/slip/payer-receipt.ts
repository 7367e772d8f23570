import type { PartyTexts, SlipTexts } from './checked-slip.js';
import { DOCUMENT, LEFT, NARROW, narrowFields, STATEMENT, WIDE, WIDTH } from './columns.js';
import type { Item, Section } from './page.js';
import { cell, codeCell, type Field, row, rule } from './parts.js';
import { slipHead } from './slip-head.js';
import { qrSymbol } from './symbols.js';

const TOP = 10;
const QR = 44;

/** Returns the recibo do pagador, the part that the payer keeps, with a Pix QR code if there is one. */
export function payerReceipt(slip: SlipTexts): Section {
  const right = narrowFields(slip);
  return {
    name: 'Recibo do pagador',
    items: [
      cell(
        { x: LEFT, y: TOP - 5, width: WIDTH, height: 5 },
        {
          texts: ['Recibo do pagador'],
          size: 9,
          bold: true,
          align: 'right',
        },
      ),
      ...slipHead(TOP, slip),
      ...row(LEFT, TOP + 8, 9.5, [
        ...partyFields('beneficiary', 'Beneficiário', slip.beneficiary),
        right.dueDate,
      ]),
      ...row(LEFT, TOP + 17.5, 9.5, [...partyFields('payer', 'Pagador', slip.payer), right.agencyAndCode]),
      ...row(LEFT, TOP + 27, 9.5, [
        ...partyFields('finalBeneficiary', 'Beneficiário final', slip.finalBeneficiary),
        right.titleId,
      ]),
      ...row(LEFT, TOP + 36.5, 7, [
        { field: 'documentDate', label: 'Data do documento', width: 28, texts: [slip.documentDate] },
        { field: 'documentNumber', label: 'Nº do documento', width: 42, texts: [slip.documentNumber] },
        { field: 'documentKind', label: 'Espécie doc.', width: 20, texts: [slip.documentKind] },
        { field: 'wallet', label: 'Carteira', width: 22, texts: [slip.wallet] },
        { label: 'Espécie', width: 28, texts: ['R$'] },
        right.amount,
      ]),
      ...statement(slip),
      ...(slip.pix === undefined ? [] : pix(slip.pix)),
      cell(
        { x: LEFT, y: STATEMENT.y + STATEMENT.height + 13, width: WIDTH, height: 3 },
        { texts: ['Autenticação mecânica'], size: 6, align: 'right' },
      ),
    ],
  };
}

function partyFields(field: string, label: string, party: PartyTexts | undefined): Field[] {
  return [
    { label, width: WIDE - DOCUMENT, texts: party ? [party.name, party.address] : [] },
    {
      field: `${field}.document`,
      label: 'CPF/CNPJ',
      width: DOCUMENT,
      texts: party ? [party.document] : [],
    },
  ];
}

function statement(slip: SlipTexts): Item[] {
  const width = slip.pix === undefined ? WIDTH : WIDE;
  return [
    cell({ ...STATEMENT, width }, { field: 'statement', label: 'Demonstrativo', texts: slip.statement }),
    rule([LEFT, STATEMENT.y + STATEMENT.height], [LEFT + WIDTH, STATEMENT.y + STATEMENT.height]),
  ];
}

function pix(code: string): Item[] {
  const x = LEFT + WIDE;
  const y = STATEMENT.y;
  const bottom = y + STATEMENT.height;
  return [
    rule([x, y], [x, bottom]),
    cell(
      { x, y: y + 1.5, width: NARROW, height: 4 },
      { texts: ['Pague com Pix'], bold: true, align: 'center' },
    ),
    qrSymbol(x + (NARROW - QR) / 2, y + 8, QR, code, 'QR para pagar com Pix'),
    codeCell({ x: LEFT, y: bottom, width: WIDTH, height: 12 }, 'pix', 'Pix copia e cola', code, 7),
    rule([LEFT, bottom + 12], [LEFT + WIDTH, bottom + 12]),
  ];
}
