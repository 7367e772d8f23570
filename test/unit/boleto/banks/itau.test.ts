import assert from 'node:assert/strict';
import { assembleBarcode } from '../../../../src/boleto/barcode.js';
import { modulus10 } from '../../../../src/boleto/check-digits.js';
import { type BoletoData, issue, parseBoleto } from '../../../../src/boleto/index.js';

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

/** Worked examples: the first from the manual, the others from the tests of brcobranca and superbowleto's reference. */
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
    it(`writes the worked example of carteira ${boleto.wallet}, due ${boleto.dueDate}, ${barcode.slice(-6)}`, () => {
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
      const digit = issue({ ...printed, wallet }).titleIdCheckDigit;
      assert.equal(issue({ ...printed, agency: '9999', account: '1', wallet }).titleIdCheckDigit, digit);
    });
  }

  for (const wallet of ['106', '107', '122', '142', '143', '195', '196', '198'] as const) {
    it(`needs the customer and the document number in carteira ${wallet}`, () => {
      const untyped = { ...example, wallet } as unknown as Itau;
      assert.throws(() => issue(untyped), { code: 'MISSING', field: 'documentNumber', limit: 7 });
    });
  }

  it('reads agency, account, carteira and nosso número', () => {
    const { fields } = parseBoleto('34196166700000123451101234567880057123457000', {
      referenceDate: '2002-01-01',
    });
    assert.deepEqual(fields, { agency: '0057', account: '12345', wallet: '110', titleId: '12345678' });
  });

  it('reads the customer and the document number', () => {
    const { fields } = parseBoleto('34191252500000135001960025828112345671234550', {
      referenceDate: '2004-01-01',
    });
    assert.deepEqual(fields, {
      wallet: '196',
      titleId: '00258281',
      documentNumber: '1234567',
      customer: '12345',
    });
  });

  const parsed = (freeField: string) => {
    const code = assembleBarcode({ bank: '341', factorAndAmount: '16670000012345', freeField });
    return parseBoleto(code, { referenceDate: '2002-01-01' });
  };
  const read = (freeField: string) => parsed(freeField).fields;

  for (const [what, freeField, digit] of [
    ['the agency and account', '1101234567880057123458000', '7'],
    // Reported: the bank's own DAC of this account is not the one that the manual gives.
    ['the agency and account', '1090022335021234567890000', '7'],
    ['the nosso número', '1101234567800057123457000', '8'],
    ['the campo livre', '1960025828112345671234560', '5'],
  ] as const) {
    it(`warns of another DAC of ${what}: ${freeField}`, () => {
      const { fields, warnings } = parsed(freeField);
      assert.equal(fields, undefined);
      const message = `the check digit of ${what}, inside the campo livre, should be ${digit}`;
      assert.deepEqual(warnings, [{ code: 'FREE_FIELD', message }]);
    });
  }

  it('reads a nosso número whose DAC leaves out agency and account, in any carteira', () => {
    const { barcode } = issue({ ...printed, wallet: '112' });
    const [number, rest] = [barcode.slice(22, 31), barcode.slice(31)];
    assert.equal(read(`112${number}${rest}`)?.titleId, '12345678');
    assert.equal(read(`175${'12345678'}${modulus10('17512345678')}${rest}`)?.titleId, '12345678');
  });

  it('does not read other layouts', () => {
    assert.equal(read('1101234567880057123457001'), undefined);
    assert.equal(read('1960025828112345671234551'), undefined);
  });
});
