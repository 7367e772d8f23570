import assert from 'node:assert/strict';
import { assembleBarcode } from '../../../../src/boleto/barcode.js';
import { type BoletoData, issue, parseBoleto } from '../../../../src/boleto/index.js';

type BancoDoBrasil = Extract<BoletoData, { bank: '001' }>;

const sevenDigits = {
  bank: '001',
  layout: 'agreement-7',
  dueDate: '2016-07-05',
  amount: 224_674,
  agreement: '1474166',
  titleId: '0000000328',
  wallet: '17',
} as const satisfies BancoDoBrasil;

const account = { agency: '4042', account: '61900', wallet: '18' } as const;
const february = { bank: '001', dueDate: '2008-02-01', amount: 13_500 } as const;

/** Worked examples: the first from superbowleto's reference, the others from the tests of brcobranca. */
const examples: [string, BancoDoBrasil, string][] = [
  ['a convênio of 7 digits', sevenDigits, '00191684600002246740000001474166000000032817'],
  [
    'a convênio of 7 digits, title 7777700168',
    {
      ...sevenDigits,
      dueDate: '2008-02-03',
      amount: 72_356,
      agreement: 1_238_798,
      titleId: '7777700168',
      wallet: '18',
    },
    '00195377100000723560000001238798777770016818',
  ],
  [
    'a convênio of 6 digits',
    { ...february, layout: 'agreement-6', agreement: 123_879, titleId: 1234, ...account },
    '00192376900000135001238790123440420006190018',
  ],
  [
    'a convênio of 4 digits',
    { ...february, layout: 'agreement-4', agreement: '1238', titleId: '123456', ...account },
    '00191376900000135001238012345640420006190018',
  ],
  [
    'a nosso número of 17 digits',
    { ...february, layout: 'title-17', agreement: 123_879, titleId: '1234567899', wallet: '16' },
    '00199376900000135001238790000000123456789921',
  ],
];

describe('Banco do Brasil, 001', () => {
  for (const [what, boleto, barcode] of examples) {
    it(`writes the worked example of ${what}`, () => assert.equal(issue(boleto).barcode, barcode));
  }

  it('gives nosso número 05009401448 the check digit 1, as the manual does', () => {
    const six = issue({
      ...february,
      layout: 'agreement-6',
      agreement: '050094',
      titleId: '01448',
      ...account,
    });
    const four = issue({
      ...february,
      layout: 'agreement-4',
      agreement: '0500',
      titleId: '9401448',
      ...account,
    });
    assert.equal(six.formattedTitleId, '05009401448-1');
    assert.equal(four.formattedTitleId, '05009401448-1');
  });

  it('gives a nosso número any check digit, also X', () => {
    const digits = Array.from({ length: 40 }, (_, titleId) => {
      const boleto = { ...february, layout: 'agreement-6', agreement: 123_879, titleId, ...account } as const;
      return issue(boleto).titleIdCheckDigit;
    });
    assert.deepEqual([...new Set(digits)].sort(), ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'X']);
  });

  it('has no check digit with a convênio of 7 digits', () => {
    const { titleId, titleIdCheckDigit, formattedTitleId } = issue(sevenDigits);
    assert.deepEqual(
      [titleId, titleIdCheckDigit, formattedTitleId],
      ['14741660000000328', null, '14741660000000328'],
    );
  });

  it('writes an amount above R$ 99,999,999.99 with fourteen digits, without a due date', () => {
    const issued = issue({ ...sevenDigits, amount: 10_000_000_000 });
    assert.equal(issued.barcode.slice(5, 19), '00010000000000');
    assert.equal(issued.dueDateFactor, null);
  });

  it('reads such an amount, up to thirteen digits', () => {
    const amount = 9_999_999_999_999;
    const { barcode } = issue({ ...sevenDigits, amount });
    const parsed = parseBoleto(barcode, { referenceDate: '2016-01-01' });
    assert.deepEqual([parsed.amount, parsed.dueDate, parsed.dueDateFactor], [amount, null, null]);
    assert.throws(() => issue({ ...sevenDigits, amount: amount + 1 }), {
      code: 'OUT_OF_RANGE',
      field: 'amount',
      limit: amount,
    });
  });

  for (const [barcode, fields] of [
    [examples[0]?.[2], { layout: 'agreement-7', agreement: '1474166', titleId: '0000000328', wallet: '17' }],
    [examples[2]?.[2], { titleId: '12387901234', agency: '4042', account: '00061900', wallet: '18' }],
    [examples[4]?.[2], { layout: 'title-17', agreement: '123879', titleId: '00000001234567899' }],
  ] as const) {
    it(`reads the fields of ${barcode?.slice(19)}`, () => {
      assert.deepEqual(parseBoleto(barcode ?? '', { referenceDate: '2010-01-01' }).fields, fields);
    });
  }

  it('keeps the due date of the largest amount with ten digits', () => {
    const issued = issue({ ...sevenDigits, amount: 9_999_999_999 });
    assert.equal(issued.barcode.slice(5, 19), '68469999999999');
    assert.equal(issued.dueDateFactor, 6846);
  });

  it('accepts the smallest convênios', () => {
    assert.equal(issue({ ...sevenDigits, agreement: 1_000_000 }).titleId, '10000000000000328');
    const six = { ...february, layout: 'agreement-6', agreement: 1, titleId: 1, ...account } as const;
    assert.equal(issue(six).titleId, '00000100001');
    const seventeen = { ...february, layout: 'title-17', agreement: 1, titleId: 1, wallet: '18' } as const;
    assert.equal(issue(seventeen).barcode.slice(19), '0000010000000000000000121');
  });

  it('does not read a campo livre with a convênio of 7 digits that begins with 0', () => {
    const freeField = '0000000123456000000032817';
    const barcode = assembleBarcode({ bank: '001', factorAndAmount: '16770000002000', freeField });
    assert.equal(parseBoleto(barcode, { referenceDate: '2026-11-24' }).fields, undefined);
  });

  const refused: [string, object, object][] = [
    [
      'a convênio of 0',
      { layout: 'agreement-6', agreement: 0, titleId: 1, ...account },
      { code: 'OUT_OF_RANGE', field: 'agreement', limit: 1 },
    ],
    [
      'a convênio of 0 with 17 digits',
      { layout: 'title-17', agreement: 0, wallet: '16' },
      { code: 'OUT_OF_RANGE', field: 'agreement', limit: 1 },
    ],
    [
      'a short convênio in layout agreement-7',
      { agreement: 999_999 },
      { code: 'OUT_OF_RANGE', field: 'agreement', limit: 1_000_000 },
    ],
    ['a convênio of 8 digits', { agreement: 12_345_678 }, { code: 'TOO_LONG', field: 'agreement', limit: 7 }],
    [
      'a title id of 11 digits',
      { titleId: '1'.repeat(11) },
      { code: 'TOO_LONG', field: 'titleId', limit: 10 },
    ],
    ['no layout', { layout: undefined }, { code: 'NOT_ALLOWED', field: 'layout' }],
    [
      'carteira 17 with 17 digits',
      { layout: 'title-17', agreement: 1 },
      { code: 'NOT_ALLOWED', field: 'wallet', limit: '16, 18' },
    ],
    [
      'carteira 21, which marks 17 digits',
      { layout: 'agreement-6', agreement: 1, titleId: 1, ...account, wallet: '21' },
      { code: 'NOT_ALLOWED', field: 'wallet' },
    ],
    [
      'a missing account',
      { layout: 'agreement-4', agreement: 1, titleId: 1, agency: 1 },
      { code: 'MISSING', field: 'account' },
    ],
  ];
  for (const [what, changes, error] of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(() => issue({ ...sevenDigits, ...changes } as BancoDoBrasil), error);
    });
  }
});
