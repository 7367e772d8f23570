import { type BankCode, type BoletoData, bankCodes, MAX_AMOUNT } from '../../../src/boleto/index.js';

type Integer = (below: number) => number;

const FIRST_DUE_DATE = Date.UTC(2000, 6, 3);
const DAY = 86_400_000;

/** Returns a random boleto, with any digits in every field and due dates of both cycles of factors. */
export function randomBoleto(next: () => number, bank?: BankCode): BoletoData & { dueDate: string } {
  const integer: Integer = (below) => Math.floor(next() * below);
  const code = bank ?? pick(integer, bankCodes);
  const dueDate = new Date(FIRST_DUE_DATE + integer(20_000) * DAY).toISOString().slice(0, 10);
  const amount = 1 + integer(code === '104' ? 999_999_999 : MAX_AMOUNT);
  return { dueDate, amount, ...fieldsOf[code](integer) };
}

/** Returns a usual boleto: due within 90 days of 2026-11-24, R$ 10 to R$ 10,000, each order of magnitude as often. */
export function usualBoleto(next: () => number, bank?: BankCode): BoletoData & { dueDate: string } {
  const due = Date.UTC(2026, 10, 24) + Math.floor(next() * 90) * DAY;
  const dueDate = new Date(due).toISOString().slice(0, 10);
  return { ...randomBoleto(next, bank), dueDate, amount: Math.round(1000 * 1000 ** next()) };
}

type Fields = BoletoData extends infer Data ? Omit<Data & BoletoData, 'dueDate' | 'amount'> : never;

const digits = (integer: Integer, width: number): string =>
  Array.from({ length: width }, () => integer(10)).join('');

function pick<Value>(integer: Integer, values: readonly Value[]): Value {
  return values[integer(values.length)] as Value;
}

const fieldsOf = {
  '237': (integer: Integer) => ({
    bank: '237',
    agency: digits(integer, 4),
    account: digits(integer, 7),
    wallet: digits(integer, 2),
    titleId: digits(integer, 11),
  }),
  '104': (integer: Integer) => ({
    bank: '104',
    beneficiary: integer(2) ? String(integer(1_000_000)) : String(1_100_000 + integer(8_900_000)),
    titleId: digits(integer, 15),
    registered: integer(2) === 0,
  }),
  '341': (integer: Integer) => {
    const common = {
      bank: '341',
      agency: digits(integer, 4),
      account: digits(integer, 5),
      titleId: digits(integer, 8),
    } as const;
    if (integer(2)) {
      return { ...common, wallet: pick(integer, ['109', '110', '112', '126', '146', '168', '175']) };
    }
    const wallet = pick(integer, ['107', '122', '142', '143', '196', '198'] as const);
    return { ...common, wallet, documentNumber: digits(integer, 7), customer: digits(integer, 5) };
  },
  '001': (integer: Integer) => {
    const wallet = pick(integer, ['11', '12', '16', '17', '18', '31', '51']);
    const account = { agency: digits(integer, 4), account: digits(integer, 8), wallet };
    const layout = pick(integer, ['agreement-7', 'agreement-6', 'agreement-4', 'title-17'] as const);
    const agreement = (width: number) => `${1 + integer(9)}${digits(integer, width - 1)}`;
    switch (layout) {
      case 'agreement-7':
        return { bank: '001', layout, agreement: agreement(7), titleId: digits(integer, 10), wallet };
      case 'agreement-6':
        return { bank: '001', layout, agreement: agreement(6), titleId: digits(integer, 5), ...account };
      case 'agreement-4':
        return { bank: '001', layout, agreement: agreement(4), titleId: digits(integer, 7), ...account };
      case 'title-17': {
        const seventeen = { agreement: agreement(6), titleId: digits(integer, 17), wallet: '16' } as const;
        return { bank: '001', layout, ...seventeen };
      }
    }
  },
  '033': (integer: Integer) => ({
    bank: '033',
    beneficiary: digits(integer, 7),
    titleId: digits(integer, 12 + integer(2)),
    wallet: pick(integer, ['101', '102', '104', '201'] as const),
    iof: integer(10),
  }),
  '041': (integer: Integer) => ({
    bank: '041',
    agency: digits(integer, 4),
    beneficiary: digits(integer, 7),
    titleId: digits(integer, 8),
    product: 1 + integer(2),
  }),
  '077': (integer: Integer) => ({
    bank: '077',
    agency: digits(integer, 4),
    wallet: digits(integer, 3),
    operation: digits(integer, 7),
    titleId: digits(integer, 10),
  }),
  '085': (integer: Integer) => ({
    bank: '085',
    agreement: digits(integer, 6),
    account: digits(integer, 8),
    titleId: digits(integer, 9),
    wallet: digits(integer, 2),
  }),
  '422': (integer: Integer) => ({
    bank: '422',
    agency: digits(integer, 5),
    account: digits(integer, 9),
    titleId: digits(integer, 8),
  }),
  '748': (integer: Integer) => ({
    bank: '748',
    registration: pick(integer, [1, 3]),
    wallet: integer(10),
    year: digits(integer, 2),
    byte: 1 + integer(9),
    titleId: digits(integer, 5),
    agency: digits(integer, 4),
    post: digits(integer, 2),
    beneficiary: digits(integer, 5),
    hasAmount: integer(2),
  }),
  '756': (integer: Integer) => ({
    bank: '756',
    wallet: integer(9),
    agency: digits(integer, 4),
    modality: digits(integer, 2),
    beneficiary: digits(integer, 7),
    titleId: digits(integer, 7),
    installment: digits(integer, 3),
  }),
  '197': (integer: Integer) => ({ bank: '197', titleId: digits(integer, 20) }),
} as const satisfies { [Code in BankCode]: (integer: Integer) => Fields & { bank: Code } };
