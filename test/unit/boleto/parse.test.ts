import assert from 'node:assert/strict';
import { assembleBarcode } from '../../../src/boleto/barcode.js';
import { type BoletoError, issue, parse, parseBoleto } from '../../../src/boleto/index.js';

const today = { referenceDate: '2026-11-24' };
const line = '23793381286000000000401000972107716770000002000';
const barcode = '23797167700000020003381260000000000100097210';

const bradesco = {
  bank: '237',
  amount: 2000,
  agency: '3381',
  account: '9721',
  wallet: '26',
  titleId: '1',
} as const;

describe('parse', () => {
  const expected = {
    kind: 'boleto',
    barcode,
    digitableLine: line,
    bank: '237',
    amount: 2000,
    dueDate: '2026-12-31',
    dueDateFactor: 1677,
    freeField: '3381260000000000100097210',
    fields: { agency: '3381', account: '0009721', wallet: '26', titleId: '00000000001' },
    warnings: [],
  };

  for (const [what, text] of [
    ['a digitable line', line],
    ['a printed digitable line', '23793.38128 60000.000004 01000.972107 7 16770000002000'],
    ['a barcode', barcode],
    ['a barcode in groups', '23797 16770000002000 3381260000000000100097210'],
  ] as const) {
    it(`reads ${what}`, () => assert.deepEqual(parse(text, today), expected));
  }

  it('reads a boleto of an unknown bank without its fields', () => {
    const other = parseBoleto('99995900200000151300001112064449900815936556', {
      referenceDate: '2022-05-01',
    });
    assert.equal(other.bank, '999');
    assert.equal(other.amount, 15_130);
    assert.equal(other.dueDate, '2022-05-31');
    assert.equal(other.fields, undefined);
    assert.deepEqual(other.warnings, []);
  });

  it('reads an amount of fourteen digits without a due date', () => {
    const large = parseBoleto('23791000123456789013381260000000000100097210', today);
    assert.deepEqual([large.amount, large.dueDate, large.dueDateFactor], [12_345_678_901, null, null]);
    for (const [factor, amount] of [
      ['0001', 10_000_000_000],
      ['0999', 9_990_000_000_000],
    ] as const) {
      const factorAndAmount = `${factor}0000000000`;
      const code = assembleBarcode({ bank: '237', factorAndAmount, freeField: expected.freeField });
      const { dueDateFactor, ...parsed } = parseBoleto(code, today);
      assert.deepEqual([parsed.amount, dueDateFactor], [amount, null]);
    }
    const factorAndAmount = '10000000000001';
    const first = assembleBarcode({ bank: '237', factorAndAmount, freeField: expected.freeField });
    assert.deepEqual([parseBoleto(first, today).amount, parseBoleto(first, today).dueDateFactor], [1, 1000]);
  });

  it('reads factor 0000 as no due date', () => {
    const open = parseBoleto('23792000000000020003381260000000000100097210', today);
    assert.deepEqual([open.amount, open.dueDate, open.dueDateFactor], [2000, null, 0]);
  });

  it('returns no due date when the reference date does not tell which one is meant', () => {
    const { barcode: code } = issue({ ...bradesco, dueDate: '2017-10-04' });
    assert.equal(parseBoleto(code, today).dueDateFactor, 7302);
    assert.equal(parseBoleto(code, today).dueDate, null);
    assert.equal(parseBoleto(code, { referenceDate: '2017-09-01' }).dueDate, '2017-10-04');
  });

  const refused: [string, string, Partial<BoletoError>][] = [
    [
      '43 digits that begin with 8',
      `8${barcode.slice(2)}`,
      { code: 'WRONG_LENGTH', field: 'text', limit: '44 or 48' },
    ],
    ['43 digits', barcode.slice(1), { code: 'WRONG_LENGTH', field: 'text', limit: '44 or 47' }],
    ['48 digits', `${line}0`, { code: 'WRONG_LENGTH', field: 'text', limit: '44 or 47' }],
    ['only separators', ' .-', { code: 'NOT_DIGITS', field: 'text' }],
    ['45 digits', `${barcode}0`, { code: 'WRONG_LENGTH', limit: '44 or 47' }],
    ['letters', `${line.slice(0, 46)}x`, { code: 'NOT_DIGITS' }],
    ['an empty text', '', { code: 'NOT_DIGITS' }],
    ['a foreign currency', `2378${barcode.slice(4)}`, { code: 'WRONG_CURRENCY' }],
    ['a wrong digit in field 1', `3${line.slice(1)}`, { code: 'WRONG_CHECK_DIGIT', field: 'digitableLine' }],
    [
      'a wrong general check digit',
      line.replace('7716770', '7816770'),
      { code: 'WRONG_CHECK_DIGIT', limit: '7' },
    ],
    [
      'a wrong check digit of a barcode',
      barcode.replace('23797', '23790'),
      { code: 'WRONG_CHECK_DIGIT', limit: '7' },
    ],
  ];
  for (const [what, text, error] of refused) {
    it(`refuses ${what}`, () => assert.throws(() => parse(text, today), { name: 'BoletoError', ...error }));
  }

  it('reads a boleto whose campo livre differs from the layout of its bank, and says what differs', () => {
    // Santander's web service answers a nosso número of 13 positions (guilhermearaujo/boleto.js#12).
    const thirteen = parseBoleto('03399123475670000000500086601010816770000028998', today);
    assert.equal(thirteen.barcode, '03398167700000289989123456700000000008660101');
    assert.equal(thirteen.amount, 28_998);
    assert.equal(thirteen.dueDate, '2026-12-31');
    assert.equal(thirteen.freeField, '9123456700000000008660101');
    const factorAndAmount = '16770000002000';
    const itau = assembleBarcode({ bank: '341', factorAndAmount, freeField: '1090022335021234567890000' });
    const { fields, warnings } = parseBoleto(itau, today);
    assert.equal(fields, undefined);
    assert.deepEqual(
      warnings.map(({ code }) => code),
      ['FREE_FIELD'],
    );
    const other = assembleBarcode({ bank: '237', factorAndAmount, freeField: '1'.repeat(25) });
    assert.deepEqual(parseBoleto(other, today).warnings, [
      { code: 'FREE_FIELD', message: 'the campo livre has no known layout of its bank' },
    ]);
  });

  for (const separator of ['.', '-', ' ', '\t', '\n', '\u00a0']) {
    it(`ignores ${JSON.stringify(separator)} between digits`, () => {
      const text = `${separator}${line.slice(0, 5)}${separator}${separator}${line.slice(5)}${separator}`;
      assert.equal(parse(text, today).barcode, barcode);
    });
  }

  for (const character of ['/', ':', ',', '_', '\u0661']) {
    it(`refuses ${JSON.stringify(character)} between digits`, () => {
      assert.throws(() => parse(line.slice(0, 5) + character + line.slice(5), today), { code: 'NOT_DIGITS' });
    });
  }

  it('refuses a call without a reference date', () => {
    const withoutDate = {} as { referenceDate: string };
    for (const text of [line, '23791000123456789013381260000000000100097210', 'no boleto']) {
      const error = { code: 'INVALID_DATE', field: 'referenceDate' };
      assert.throws(() => parse(text, withoutDate), error);
      assert.throws(() => parse(text, undefined as never), error);
    }
  });
});
