import assert from 'node:assert/strict';
import { type BoletoData, bankCodes, bankOf, issue } from '../../../../src/boleto/index.js';

const title = { dueDate: '2026-12-31', amount: 2000 } as const;
const bancoDoBrasil = {
  bank: '001',
  layout: 'agreement-7',
  agreement: '1474166',
  titleId: '1',
  wallet: '17',
} as const;
const account = { agency: '1', account: '1', wallet: '17' } as const;

/** A boleto of each layout, with the number of digits that each of its fields may have. */
const layouts: readonly (readonly [
  what: string,
  fields: object,
  widths: Readonly<Record<string, number>>,
])[] = [
  ['Banco do Brasil, convênio of 7', bancoDoBrasil, { agreement: 7, titleId: 10, wallet: 2 }],
  [
    'Banco do Brasil, convênio of 6',
    { bank: '001', layout: 'agreement-6', agreement: '1', titleId: '1', ...account },
    { agreement: 6, titleId: 5, agency: 4, account: 8, wallet: 2 },
  ],
  [
    'Banco do Brasil, convênio of 4',
    { bank: '001', layout: 'agreement-4', agreement: '1', titleId: '1', ...account },
    { agreement: 4, titleId: 7, agency: 4, account: 8, wallet: 2 },
  ],
  [
    'Banco do Brasil, nosso número of 17',
    { bank: '001', layout: 'title-17', agreement: '1', titleId: '1', wallet: '16' },
    { agreement: 6, titleId: 17 },
  ],
  [
    'Santander',
    { bank: '033', beneficiary: '1', titleId: '1', wallet: '101', iof: '0' },
    { beneficiary: 7, wallet: 3, iof: 1 },
  ],
  ['Caixa', { bank: '104', beneficiary: '1', titleId: '1' }, { beneficiary: 7, titleId: 15 }],
  [
    'Banrisul',
    { bank: '041', agency: '1', beneficiary: '1', titleId: '1', product: '2' },
    { agency: 4, beneficiary: 7, titleId: 8, product: 1 },
  ],
  [
    'Inter',
    { bank: '077', agency: '1', wallet: '112', operation: '1', titleId: '1' },
    { agency: 4, wallet: 3, operation: 7, titleId: 10 },
  ],
  [
    'Ailos',
    { bank: '085', agreement: '1', account: '1', titleId: '1', wallet: '1' },
    { agreement: 6, account: 8, titleId: 9, wallet: 2 },
  ],
  ['Safra', { bank: '422', agency: '1', account: '1', titleId: '1' }, { agency: 5, account: 9, titleId: 8 }],
  [
    'Sicredi',
    {
      bank: '748',
      agency: '1',
      post: '1',
      beneficiary: '1',
      year: '26',
      byte: '2',
      titleId: '1',
      registration: '1',
      wallet: '1',
      hasAmount: '1',
    },
    {
      agency: 4,
      post: 2,
      beneficiary: 5,
      year: 2,
      byte: 1,
      titleId: 5,
      registration: 1,
      wallet: 1,
      hasAmount: 1,
    },
  ],
  [
    'Sicoob',
    {
      bank: '756',
      agency: '1',
      beneficiary: '1',
      titleId: '1',
      wallet: '1',
      modality: '1',
      installment: '1',
    },
    { agency: 4, beneficiary: 7, titleId: 7, wallet: 1, modality: 2, installment: 3 },
  ],
  ['Stone', { bank: '197', titleId: '1' }, { titleId: 20 }],
  [
    'Bradesco',
    { bank: '237', agency: '1', account: '1', wallet: '26', titleId: '1' },
    { agency: 4, account: 7, wallet: 2, titleId: 11 },
  ],
  [
    'Itaú',
    { bank: '341', agency: '1', account: '1', wallet: '109', titleId: '1' },
    { agency: 4, account: 5, wallet: 3, titleId: 8 },
  ],
  [
    'Itaú with a customer',
    {
      bank: '341',
      agency: '1',
      account: '1',
      wallet: '198',
      titleId: '1',
      documentNumber: '1',
      customer: '1',
    },
    { agency: 4, account: 5, wallet: 3, titleId: 8, documentNumber: 7, customer: 5 },
  ],
];

/** The fields that each bank can do without. */
const defaults: Readonly<Record<string, readonly string[]>> = {
  '033': ['iof'],
  '041': ['product'],
  '748': ['registration', 'wallet', 'hasAmount'],
  '756': ['wallet', 'modality', 'installment'],
};

const issued = (fields: object, changes: object) => issue({ ...title, ...fields, ...changes } as BoletoData);

describe('each layout of each bank', () => {
  for (const [what, fields, widths] of layouts) {
    it(`has the widths of ${what}`, () => {
      assert.equal(issued(fields, {}).barcode.length, 44);
      for (const [field, width] of Object.entries(widths)) {
        const tooLong = {
          code: 'TOO_LONG',
          field,
          limit: width,
          message: `${field} has ${width + 1} digits; ${width} fit`,
        };
        assert.throws(() => issued(fields, { [field]: '9'.repeat(width + 1) }), tooLong, field);
        const notDigits = { code: 'NOT_DIGITS', field, limit: width };
        assert.throws(() => issued(fields, { [field]: 'x' }), notDigits, field);
      }
    });

    it(`needs every field of ${what}`, () => {
      for (const [field, width] of Object.entries(widths)) {
        if (defaults[String((fields as { bank?: unknown }).bank)]?.includes(field)) continue;
        const names = new RegExp(`^${field} is missing; there must be (\\w+, )*${field}(, \\w+)*$`);
        const missing = { code: 'MISSING', field, limit: width, message: names };
        assert.throws(() => issued(fields, { [field]: undefined }), missing, field);
      }
    });
  }

  it('of Santander has a nosso número of 12 digits, or of 13 with its own last one', () => {
    const [, santander] = layouts.find(([what]) => what === 'Santander') ?? assert.fail();
    for (const [titleId, error] of [
      ['9'.repeat(14), { code: 'TOO_LONG', limit: 13 }],
      ['x'.repeat(13), { code: 'NOT_DIGITS', limit: 13 }],
      ['x'.repeat(12), { code: 'NOT_DIGITS', limit: 12 }],
      [undefined, { code: 'MISSING', limit: 12 }],
    ] as const) {
      assert.throws(() => issued(santander, { titleId }), { field: 'titleId', ...error });
    }
  });

  it('of Banco do Brasil is one of four', () => {
    const limit = 'agreement-7, agreement-6, agreement-4, title-17';
    assert.throws(() => issued(bancoDoBrasil, { layout: 'agreement-8' }), {
      code: 'NOT_ALLOWED',
      field: 'layout',
      limit,
      message: `layout agreement-8 is none of ${limit}`,
    });
  });

  it('of Banco do Brasil leaves wallet 21 to the nosso número of 17 digits', () => {
    for (const layout of ['agreement-6', 'agreement-4']) {
      assert.throws(
        () => issued({ ...bancoDoBrasil, ...account, layout, agreement: '1' }, { wallet: '21' }),
        {
          code: 'NOT_ALLOWED',
          field: 'wallet',
          limit: '21',
          message: 'wallet 21 marks a nosso número of 17 digits, which is layout title-17',
        },
      );
    }
  });

  it('of Banco do Brasil names its smallest convênio', () => {
    for (const [layout, min] of [
      ['agreement-7', 1_000_000],
      ['agreement-6', 1],
      ['agreement-4', 1],
      ['title-17', 1],
    ] as const) {
      const changes = { ...account, layout, agreement: min - 1, wallet: '16' };
      const error = {
        code: 'OUT_OF_RANGE',
        field: 'agreement',
        limit: min,
        message: `agreement must be ${min} or more`,
      };
      assert.throws(() => issued(bancoDoBrasil, changes), error, layout);
    }
  });
});

describe('each bank', () => {
  it('has its name and its code', () => {
    assert.deepEqual(
      bankCodes.map((code) => `${bankOf(code).code} ${bankOf(code).name}`),
      [
        '001 Banco do Brasil',
        '033 Santander',
        '041 Banrisul',
        '077 Inter',
        '085 Ailos',
        '104 Caixa Econômica Federal',
        '197 Stone',
        '237 Bradesco',
        '341 Itaú',
        '422 Safra',
        '748 Sicredi',
        '756 Sicoob',
      ],
    );
  });

  const largest: Readonly<Record<string, number>> = { '001': 9_999_999_999_999, '104': 999_999_999 };

  it('writes amounts up to its largest, and names that as the limit', () => {
    for (const [what, fields] of layouts) {
      const { bank } = fields as { bank: string };
      const limit = largest[bank] ?? 9_999_999_999;
      assert.match(issued(fields, { amount: limit }).barcode.slice(5, 19), new RegExp(`${limit}$`), what);
      const error = { code: 'OUT_OF_RANGE', field: 'amount', limit, message: `amount must be 0 to ${limit}` };
      assert.throws(() => issued(fields, { amount: limit + 1 }), error, what);
    }
  });
});
