import {
  type BankCode,
  type BoletoData,
  dueDateFromFactor,
  type ParsedBoleto,
} from '../../../src/boleto/index.js';

/** The data that `issue` would need to make the barcode that was parsed, from nothing but what `parse` answered. */
export function reissueData(parsed: ParsedBoleto): BoletoData {
  const { amount, fields = {} } = parsed;
  const bank = parsed.bank as BankCode;
  const dueDate = anyDueDate(parsed.dueDateFactor);
  return { bank, amount, dueDate, ...fields, ...completed[bank]?.(fields) } as BoletoData;
}

/** A barcode has the same factor in both cycles, so either date issues it again. */
function anyDueDate(factor: number | null): string {
  const dates = ['2006-01-01', '2020-01-01'].map((referenceDate) =>
    dueDateFromFactor(factor ?? 1000, { referenceDate }),
  );
  return dates.find((date) => date !== null) ?? '2000-07-03';
}

/** What a campo livre leaves unsaid and `issue` asks for, where any value gives the same digits. */
const completed: { [Code in BankCode]?: (fields: Readonly<Record<string, string>>) => object } = {
  '104': ({ modality }) => ({ registered: modality === '14' }),
  '341': ({ agency }) => (agency === undefined ? { agency: 0, account: 0 } : {}),
  '001': ({ layout, titleId = '' }) => {
    if (layout === 'title-17') return { wallet: '16' };
    if (layout === 'agreement-7') return {};
    return { layout: 'agreement-6', agreement: titleId.slice(0, 6), titleId: titleId.slice(6) };
  },
};
