import assert from 'node:assert/strict';
import { type BoletoData, issue, parse } from '../../../../src/boleto/index.js';

type Itau = Extract<BoletoData, { bank: '341' }>;

const example = {
  bank: '341',
  dueDate: '2004-09-05',
  amount: 13_500,
  agency: '0810',
  account: '53678',
  wallet: '168',
  titleId: '258281',
} as const satisfies Itau;

/** The first is the manual's own; the others are published in the tests of brcobranca and superbowleto's reference. */
const examples: [Itau, string][] = [
  [
    {
      bank: '341',
      dueDate: '2002-05-01',
      amount: 12_345,
      agency: '0057',
      account: '12345',
      wallet: '110',
      titleId: '12345678',
    },
    '34196166700000123451101234567880057123457000',
  ],
  [
    {
      bank: '341',
      dueDate: '2029-05-20',
      amount: 675_787,
      agency: '1248',
      account: '02124',
      wallet: '109',
      titleId: '00010152',
    },
    '34194254800006757871090001015271248021246000',
  ],
  [{ ...example, dueDate: '2008-02-02', wallet: '175' }, '34191377000000135001750025828170810536789000'],
  [
    { ...example, wallet: '196', documentNumber: '1234567', customer: '12345' },
    '34191252500000135001960025828112345671234550',
  ],
  [
    { ...example, wallet: '196', documentNumber: 123456, customer: 1234 },
    '34192252500000135001960025828101234560123440',
  ],
];

describe('Itaú, 341', () => {
  for (const [boleto, barcode] of examples) {
    it(`gives the worked example of carteira ${boleto.wallet}, due ${boleto.dueDate}, ${barcode.slice(-6)}`, () => {
      assert.equal(issue(boleto).barcode, barcode);
    });
  }

  const printed = { ...example, agency: '0607', account: '15255', titleId: '12345678' };
  it('prints carteira, nosso número and DAC', () => {
    assert.equal(issue({ ...printed, wallet: '175' }).formattedTitleId, '175/12345678-4');
    const customer = { wallet: '143', documentNumber: 1, customer: 1 } as const;
    assert.equal(issue({ ...printed, ...customer }).formattedTitleId, '143/12345678-2');
  });

  for (const wallet of ['112', '126', '131', '145', '146', '150', '168']) {
    it(`leaves agency and account out of the DAC of carteira ${wallet}`, () => {
      const there = issue({ ...printed, wallet }).titleIdCheckDigit;
      assert.equal(issue({ ...printed, agency: '9999', account: '1', wallet }).titleIdCheckDigit, there);
    });
  }

  for (const wallet of ['106', '107', '122', '142', '143', '195', '196', '198'] as const) {
    it(`needs the customer\u2019s own fields in carteira ${wallet}`, () => {
      const untyped = { ...example, wallet } as unknown as Itau;
      assert.throws(() => issue(untyped), { code: 'MISSING', field: 'documentNumber', limit: 7 });
    });
  }

  it('reads agency, account, carteira and nosso número', () => {
    const { fields } = parse('34196166700000123451101234567880057123457000', { referenceDate: '2002-01-01' });
    assert.deepEqual(fields, { agency: '0057', account: '12345', wallet: '110', titleId: '12345678' });
  });

  it('reads the customer\u2019s fields', () => {
    const { fields } = parse('34191252500000135001960025828112345671234550', { referenceDate: '2004-01-01' });
    assert.deepEqual(fields, {
      wallet: '196',
      titleId: '00258281',
      documentNumber: '1234567',
      customer: '12345',
    });
  });

  // Two digits changed so that the general check digit stays right: only the campo livre's own can tell.
  for (const [what, wrong, limit] of [
    ['of agency and account', '34191166700000123451101234567880057123458000', '7'],
    ['of the nosso número', '34190166700000123451101234567830057123457000', undefined],
  ] as const) {
    it(`refuses a wrong DAC ${what}`, () => {
      const right = withGeneralCheckDigit(wrong);
      assert.throws(
        () => parse(right, { referenceDate: '2002-01-01' }),
        (error: Error) => {
          assert.deepEqual(Object.entries({ ...error }).slice(0, 2), [
            ['name', 'BoletoError'],
            ['code', 'WRONG_CHECK_DIGIT'],
          ]);
          if (limit) assert.equal((error as Error & { limit: string }).limit, limit);
          return true;
        },
      );
    });
  }
});

/** Tries the nine digits: the parser itself says which one it expects. */
function withGeneralCheckDigit(barcode: string): string {
  for (const digit of '123456789') {
    const tried = barcode.slice(0, 4) + digit + barcode.slice(5);
    try {
      parse(tried, { referenceDate: '2002-01-01' });
    } catch (error) {
      if ((error as { field?: string }).field === 'freeField') return tried;
    }
  }
  throw new Error(`no check digit makes ${barcode} a barcode with a wrong campo livre`);
}
