import assert from 'node:assert/strict';
import {
  type BoletoData,
  BoletoError,
  formatDigitableLine,
  issue,
  parse,
  toBarcode,
  toDigitableLine,
} from '../../../src/boleto/index.js';
import { randomFrom } from './random.js';

const today = { referenceDate: '2026-11-24' };
const line = '23793381286000000000401000972107716770000002000';
const barcode = '23797167700000020003381260000000000100097210';

describe('parse', () => {
  const expected = {
    barcode,
    digitableLine: line,
    bank: '237',
    amount: 2000,
    dueDate: '2026-12-31',
    dueDateFactor: 1677,
    freeField: '3381260000000000100097210',
    fields: { agency: '3381', account: '0009721', wallet: '26', titleId: '00000000001' },
  };

  for (const [what, text] of [
    ['a digitable line', line],
    ['a printed digitable line', '23793.38128 60000.000004 01000.972107 7 16770000002000'],
    ['a barcode', barcode],
    ['a barcode in groups', '23797 16770000002000 3381260000000000100097210'],
  ] as const) {
    it(`reads ${what}`, () => assert.deepEqual(parse(text, today), expected));
  }

  it('reads the codes of banks that it does not know, without their fields', () => {
    const itau = parse('34194254800006757871090001015271248021246000', { referenceDate: '2028-01-01' });
    assert.equal(itau.bank, '341');
    assert.equal(itau.amount, 675_787);
    assert.equal(itau.dueDate, '2029-05-20');
    assert.equal('fields' in itau, false);
  });

  it('reads an amount of fourteen digits, which leaves no due date', () => {
    const large = parse('23791000123456789013381260000000000100097210', today);
    assert.deepEqual([large.amount, large.dueDate, large.dueDateFactor], [12_345_678_901, null, null]);
  });

  it('reads factor 0000 as no due date', () => {
    const open = parse('23792000000000020003381260000000000100097210', today);
    assert.deepEqual([open.amount, open.dueDate, open.dueDateFactor], [2000, null, 0]);
  });

  it('answers no due date where two are as likely', () => {
    const { barcode: code } = issue({ ...random(() => 0.5), dueDate: '2017-10-04' });
    assert.equal(parse(code, today).dueDateFactor, 7302);
    assert.equal(parse(code, today).dueDate, null);
    assert.equal(parse(code, { referenceDate: '2017-09-01' }).dueDate, '2017-10-04');
  });

  const refused: [string, string, Partial<BoletoError>][] = [
    ['an arrecadação line', '846700000017435900240209024050002435842210108119', { code: 'ARRECADACAO' }],
    ['an arrecadação barcode', '84670000001435900240200240500024384221010811', { code: 'ARRECADACAO' }],
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

  it('needs a reference date', () => {
    const withoutDate = {} as { referenceDate: string };
    assert.throws(() => parse(line, withoutDate), { code: 'INVALID_DATE', field: 'referenceDate' });
  });

  it('gives back what issue was given, 3000 random boletos', () => {
    const next = randomFrom(20250222);
    for (let round = 0; round < 3000; round++) {
      const data = random(next);
      const issued = issue(data);
      const text = round % 2 ? issued.barcode : formatDigitableLine(issued.digitableLine);
      const parsed = parse(text, { referenceDate: data.dueDate });
      assert.equal(parsed.barcode, issued.barcode);
      assert.equal(parsed.digitableLine, issued.digitableLine);
      assert.equal(parsed.amount, data.amount);
      assert.equal(parsed.dueDate, data.dueDate);
      const { agency, account, wallet, titleId } = parsed.fields ?? {};
      const given = [data.agency, data.account, data.wallet, data.titleId].map(Number);
      assert.deepEqual([agency, account, wallet, titleId].map(Number), given);
      assert.equal(toBarcode(toDigitableLine(issued.barcode)), issued.barcode);
    }
  });

  // Modulus 11 gives check digit 1 for three remainders of eleven: where it is 1, an error in the fields that only it
  // covers (factor and amount) may keep it. No reader can tell those; every other single-digit error must be caught.
  it('catches every wrong single digit that check digits can catch', () => {
    const next = randomFrom(7);
    for (let round = 0; round < 40; round++) {
      const { digitableLine } = issue(random(next));
      for (const { mutant, index } of singleDigitMutants(digitableLine)) {
        const undetectable = digitableLine[32] === '1' && index > 32;
        if (!undetectable) assert.ok(isRefused(mutant), mutant);
      }
    }
  });

  it('answers a boleto or a BoletoError for 20,000 mangled texts', () => {
    const next = randomFrom(99);
    const alphabet = '0123456789 .-x';
    for (let round = 0; round < 20_000; round++) {
      const { digitableLine, barcode: code } = issue(random(next));
      const characters = [...(round % 2 ? digitableLine : code)];
      for (let change = 0; change < 3; change++) {
        const kept = Math.floor(next() * 2);
        const inserted = alphabet[Math.floor(next() * alphabet.length)] ?? '';
        characters.splice(Math.floor(next() * characters.length), kept, inserted);
      }
      isRefused(characters.join(''));
    }
  });
});

function isRefused(text: string): boolean {
  try {
    parse(text, today);
    return false;
  } catch (error) {
    if (error instanceof BoletoError) return true;
    throw error;
  }
}

function* singleDigitMutants(text: string): Generator<{ mutant: string; index: number }> {
  for (let index = 0; index < text.length; index++) {
    for (const digit of '0123456789') {
      if (digit === text[index]) continue;
      yield { mutant: text.slice(0, index) + digit + text.slice(index + 1), index };
    }
  }
}

function random(next: () => number): BoletoData {
  const integer = (below: number) => Math.floor(next() * below);
  const day = Date.UTC(2000, 6, 3) + integer(20_000) * 86_400_000;
  return {
    bank: '237',
    dueDate: new Date(day).toISOString().slice(0, 10),
    amount: 1 + integer(9_999_999_999),
    agency: integer(10_000),
    account: String(integer(10_000_000)),
    wallet: integer(100),
    titleId: String(integer(100_000_000_000)),
  };
}
