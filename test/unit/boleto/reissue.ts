import {
  type BankCode,
  type BoletoData,
  dueDateFromFactor,
  type ParsedBoleto,
} from '../../../src/boleto/index.js';

/** Returns data for which `issue` makes the same barcode, from the result of `parse` alone. */
export function reissueData(parsed: ParsedBoleto): BoletoData {
  const { amount, fields = {} } = parsed;
  const bank = parsed.bank as BankCode;
  const dueDate = anyDueDate(parsed.dueDateFactor);
  return { bank, amount, dueDate, ...fields, ...completed[bank]?.(fields) } as BoletoData;
}

/** Returns a due date of either cycle of factors: both give the same barcode. */
function anyDueDate(factor: number | null): string {
  const dates = ['2006-01-01', '2020-01-01'].map((referenceDate) =>
    dueDateFromFactor(factor ?? 1000, { referenceDate }),
  );
  return dates.find((date) => date !== null) ?? '2000-07-03';
}

/** The fields that `issue` needs and a campo livre does not contain. */
const completed: { [Code in BankCode]?: (fields: Readonly<Record<string, string>>) => object } = {
  '104': ({ modality }) => ({ registered: modality === '14' }),
  '341': ({ agency }) => (agency === undefined ? { agency: 0, account: 0 } : {}),
  '001': ({ layout, titleId = '' }) => {
    if (layout === 'title-17') return { wallet: '16' };
    if (layout === 'agreement-7') return {};
    return { layout: 'agreement-6', agreement: titleId.slice(0, 6), titleId: titleId.slice(6) };
  },
};
