import type { SlipTexts } from './checked-slip.js';
import type { Field } from './parts.js';

/** The columns of both parts of the slip, in millimetres: a wide one and, on its right, a narrow one. */
export const LEFT = 10;
export const WIDE = 140;
export const NARROW = 50;
export const WIDTH = WIDE + NARROW;
/** Width of a CPF or CNPJ inside the wide column. */
export const DOCUMENT = 38;

/** The instructions on the ficha de compensação. */
export const INSTRUCTIONS = { x: LEFT, y: 230, width: WIDE, height: 30 } as const;
/** The Demonstrativo of the receipt; its narrow column is for a Pix code. */
export const STATEMENT = { x: LEFT, y: 53.5, width: WIDTH, height: 56 } as const;

/** Returns the fields that both parts of the slip have in the narrow column. */
export function narrowFields(slip: SlipTexts) {
  const right = (field: Omit<Field, 'width'>): Field => ({ ...field, width: NARROW, align: 'right' });
  return {
    dueDate: right({
      field: 'dueDate',
      label: 'Data de vencimento',
      texts: [slip.dueDate],
      bold: true,
      size: 9,
    }),
    agencyAndCode: right({
      field: 'agencyAndCode',
      label: 'Agência/Código do beneficiário',
      texts: [slip.agencyAndCode],
    }),
    titleId: right({ field: 'boleto.formattedTitleId', label: 'Nosso número', texts: [slip.titleId] }),
    amount: right({
      field: 'amount',
      label: '(=) Valor do documento',
      texts: [slip.amount],
      bold: true,
      size: 9,
    }),
  };
}
