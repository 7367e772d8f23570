import assert from 'node:assert/strict';
import { type BoletoData, type BoletoError, bankCodes, issue } from '../../../src/boleto/index.js';

type BradescoBoleto = Extract<BoletoData, { bank: '237' }>;

const bradesco: BradescoBoleto = {
  bank: '237',
  dueDate: '2026-12-31',
  amount: 2000,
  agency: '3381',
  account: '9721',
  wallet: '26',
  titleId: '1',
};

/** Worked examples from superbowleto's first test, from boleto-api and from published slips of Bradesco. */
const examples: [Partial<BradescoBoleto>, string][] = [
  [{ dueDate: '2017-05-26' }, '23792717100000020003381260000000000100097210'],
  [{ dueDate: '2025-02-21' }, '23791999900000020003381260000000000100097210'],
  [{ dueDate: '2025-02-22' }, '23795100000000020003381260000000000100097210'],
  [{ dueDate: '2026-12-31' }, '23797167700000020003381260000000000100097210'],
  [
    { dueDate: '2017-01-05', amount: 1500, wallet: '25', agency: '1229', account: '469', titleId: '6' },
    '23794703000000015001229250000000000600004690',
  ],
  [
    {
      dueDate: '2025-02-23',
      amount: 200,
      wallet: '25',
      agency: '0001',
      account: '1234567',
      titleId: '56631487',
    },
    '23798100100000002000001250005663148712345670',
  ],
  [
    { dueDate: '2049-10-13', amount: 200, wallet: '25', agency: 1, account: '1234567', titleId: '36084454' },
    '23794999900000002000001250003608445412345670',
  ],
];

describe('issue', () => {
  for (const [changes, barcode] of examples) {
    it(`returns the worked example due ${changes.dueDate}, title ${changes.titleId ?? 1}`, () => {
      assert.equal(issue({ ...bradesco, ...changes }).barcode, barcode);
    });
  }

  it('returns barcode, digitable line, factor and nosso número', () => {
    assert.deepEqual(issue(bradesco), {
      bank: '237',
      barcode: '23797167700000020003381260000000000100097210',
      digitableLine: '23793381286000000000401000972107716770000002000',
      dueDateFactor: 1677,
      titleId: '00000000001',
      titleIdCheckDigit: '7',
      formattedTitleId: '26/00000000001-7',
    });
  });

  for (const [wallet, titleId, digit] of [
    ['19', '2', '8'],
    ['19', '1', 'P'],
    ['26', '1', '7'],
    ['26', '6', '8'],
  ] as const) {
    it(`gives ${wallet}/${titleId} the check digit ${digit}`, () => {
      assert.equal(issue({ ...bradesco, wallet, titleId }).titleIdCheckDigit, digit);
    });
  }

  it('writes the factor 0000 for no due date', () => {
    const { barcode, dueDateFactor } = issue({ ...bradesco, dueDate: null });
    assert.deepEqual([barcode, dueDateFactor], ['23792000000000020003381260000000000100097210', 0]);
  });

  // The boleto of a credit card, from the tests of mrmgomes/boleto-utils.
  it('writes zeros for no amount and no due date', () => {
    const card = { agency: '4150', account: '2114', wallet: '09', titleId: '198016735' };
    const { barcode, digitableLine } = issue({ bank: '237', dueDate: null, amount: 0, ...card });
    assert.equal(barcode, '23797000000000000004150090019801673500021140');
    assert.equal(digitableLine, '23794150099001980167035000211405700000000000000');
  });

  it('gives a nosso número any check digit, also 0 and P', () => {
    const digits = Array.from(
      { length: 40 },
      (_, titleId) => issue({ ...bradesco, titleId }).titleIdCheckDigit,
    );
    assert.deepEqual([...new Set(digits)].sort(), ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'P']);
  });

  const refused: [string, Record<string, unknown>, Partial<BoletoError>][] = [
    ['an agency of five digits', { agency: '12345' }, { code: 'TOO_LONG', field: 'agency', limit: 4 }],
    ['an account of eight digits', { account: '12345678' }, { code: 'TOO_LONG', field: 'account', limit: 7 }],
    ['a wallet of three digits', { wallet: '126' }, { code: 'TOO_LONG', field: 'wallet', limit: 2 }],
    [
      'a nosso número of twelve digits',
      { titleId: '100000000000' },
      { code: 'TOO_LONG', field: 'titleId', limit: 11 },
    ],
    [
      'an account with its check digit',
      { account: '469-2' },
      { code: 'NOT_DIGITS', field: 'account', limit: 7 },
    ],
    [
      'a missing account, as a misspelt one is',
      { account: undefined, acount: '9721' },
      {
        code: 'MISSING',
        field: 'account',
        limit: 7,
        message: 'account is missing; there must be agency, wallet, titleId, account',
      },
    ],
    ['an empty agency', { agency: '' }, { code: 'NOT_DIGITS', field: 'agency', limit: 4 }],
    ['a broken nosso número', { titleId: 1.5 }, { code: 'NOT_DIGITS', field: 'titleId' }],
    [
      'an amount of 10^10',
      { amount: 10_000_000_000 },
      { code: 'OUT_OF_RANGE', field: 'amount', limit: 9_999_999_999 },
    ],
    ['a negative amount', { amount: -1 }, { code: 'OUT_OF_RANGE', field: 'amount', limit: 0 }],
    ['half a cent', { amount: 20.5 }, { code: 'NOT_AN_INTEGER', field: 'amount' }],
    ['an amount as text', { amount: '2000' }, { code: 'NOT_AN_INTEGER', field: 'amount' }],
    ['a timestamp', { dueDate: '2026-12-31T00:00:00Z' }, { code: 'INVALID_DATE', field: 'dueDate' }],
    ['a missing due date', { dueDate: undefined }, { code: 'INVALID_DATE', field: 'dueDate' }],
    [
      '30 February',
      { dueDate: '2026-02-30' },
      { code: 'INVALID_DATE', field: 'dueDate', limit: 'YYYY-MM-DD' },
    ],
    [
      'a date before factors',
      { dueDate: '2000-07-02' },
      { code: 'OUT_OF_RANGE', field: 'dueDate', limit: '2000-07-03' },
    ],
    [
      'an unknown bank',
      { bank: '999' },
      {
        code: 'UNKNOWN_BANK',
        field: 'bank',
        limit: bankCodes.join(', '),
        message: 'bank must be one of 001, 033, 041, 077, 085, 104, 197, 237, 341, 422, 748, 756, as text',
      },
    ],
    [
      'a bank named like a property of every object',
      { bank: 'toString' },
      { code: 'UNKNOWN_BANK', field: 'bank' },
    ],
  ];
  it('accepts the smallest and the largest amount', () => {
    assert.equal(issue({ ...bradesco, amount: 1 }).barcode.slice(9, 19), '0000000001');
    assert.equal(issue({ ...bradesco, amount: 9_999_999_999 }).barcode.slice(9, 19), '9999999999');
  });

  it('accepts numbers for digits, and refuses those that are not exact', () => {
    const { barcode } = issue({ ...bradesco, agency: 3381, account: 9721, wallet: 26, titleId: 1 });
    assert.equal(barcode, issue(bradesco).barcode);
    for (const titleId of [-1, 2 ** 53, Number.NaN]) {
      assert.throws(() => issue({ ...bradesco, titleId }), {
        code: 'NOT_DIGITS',
        field: 'titleId',
        limit: 11,
      });
    }
  });

  it('refuses a call without data', () => {
    const nothing = undefined as unknown as BoletoData;
    assert.throws(() => issue(nothing), { code: 'UNKNOWN_BANK', field: 'bank' });
  });

  for (const [what, changes, error] of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(() => issue({ ...bradesco, ...changes } as BoletoData), {
        name: 'BoletoError',
        ...error,
      });
    });
  }
});
