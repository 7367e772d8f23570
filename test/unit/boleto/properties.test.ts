import assert from 'node:assert/strict';
import {
  type BoletoData,
  BoletoError,
  bankCodes,
  formatDigitableLine,
  type IssuedBoleto,
  issue,
  type ParsedBoleto,
  parseBoleto,
  toBarcode,
  toDigitableLine,
} from '../../../src/boleto/index.js';
import { randomFrom } from './random.js';
import { randomBoleto, usualBoleto } from './random-boletos.js';
import { reissueData } from './reissue.js';

const today = { referenceDate: '2026-11-24' };

/** A code as a machine, a slip and a person give it. */
const forms: readonly ((issued: IssuedBoleto) => string)[] = [
  ({ barcode }) => barcode,
  ({ digitableLine }) => digitableLine,
  ({ digitableLine }) => formatDigitableLine(digitableLine),
  ({ digitableLine }) => `Linha digitável: “${formatDigitableLine(digitableLine).replace('.', '·\u200b')}”`,
  ({ barcode }) => `${barcode.slice(0, 20)}–${barcode.slice(20)}`,
];

describe('parse returns what issue was given', () => {
  for (const bank of bankCodes) {
    it(`for 10,000 random boletos of bank ${bank}`, () => {
      const next = randomFrom(Number(bank));
      for (let round = 0; round < 10_000; round++) {
        const data = randomBoleto(next, bank);
        const issued = issue(data);
        const text = forms[round % forms.length]?.(issued) ?? '';
        const parsed = parseBoleto(text, { referenceDate: data.dueDate });
        assert.equal(parsed.barcode, issued.barcode);
        assert.equal(parsed.digitableLine, issued.digitableLine);
        assert.equal(parsed.bank, bank);
        assert.equal(parsed.amount, data.amount);
        assert.equal(parsed.dueDate, data.dueDate);
        // Convênios and the 13th position of Santander may stand in the nosso número or beside it.
        assert.ok(issued.titleId.includes(parsed.fields?.titleId ?? 'absent'));
        assert.equal(issue(reissueData(parsed)).barcode, issued.barcode);
        assert.equal(toBarcode(toDigitableLine(issued.barcode)), issued.barcode);
      }
    });
  }

  it('for 10,000 boletos without an amount, whose lines lack their last zeros', () => {
    const next = randomFrom(47);
    let refused = 0;
    for (let round = 0; round < 10_000; round++) {
      const data = { ...randomBoleto(next), amount: 0, ...(round % 2 ? { dueDate: null } : {}) };
      const { barcode, digitableLine } = issue(data as BoletoData);
      const shortest = digitableLine.replace(/0+$/, '').length;
      const text = digitableLine.slice(0, shortest + Math.floor(next() * (47 - shortest)));
      const parsed = accepted(text);
      // A due date can also be an amount without the zeros before it, and 44 digits a barcode: one in seven each. With
      // 39 digits it always can, because the weights of the check digit repeat after eight.
      if (!parsed) refused++;
      else assert.deepEqual([parsed.barcode, parsed.amount], [barcode, 0], text);
    }
    assert.ok(refused < 1400, `${refused} refused`);
  });

  it('for amounts of eleven to thirteen digits, which Banco do Brasil has', () => {
    const next = randomFrom(14);
    for (let round = 0; round < 1000; round++) {
      const amount = 10_000_000_000 + Math.floor(next() * 9_989_999_999_999);
      const parsed = parseBoleto(issue({ ...randomBoleto(next, '001'), amount }).digitableLine, today);
      assert.deepEqual([parsed.amount, parsed.dueDate, parsed.dueDateFactor], [amount, null, null]);
    }
  });
});

// The general check digit is 1 for three of eleven remainders. If it is 1, two of ten wrong digits in the factor or the
// amount, which no other check digit covers, keep it. That is about 1.6 % of all wrong digits (3/11 × 14/47 × 2/10).
// The result is the line of another boleto that the bank may issue, so no reader can refuse it.
describe('typing errors in a digitable line', () => {
  const lines = Array.from({ length: 120 }, (_, round) => {
    const next = randomFrom(round);
    return issue(randomBoleto(next, bankCodes[round % bankCodes.length])).digitableLine;
  });

  it('are refused for every wrong digit that a check digit can detect', () => {
    for (const line of lines) {
      for (const { mutant, index } of singleDigitMutants(line)) {
        const undetectable = line[32] === '1' && index > 32;
        if (!undetectable) assert.equal(accepted(mutant), undefined, mutant);
      }
    }
  });

  for (const [which, boleto] of [
    ['any boletos', randomBoleto],
    ['boletos of usual amounts and due dates', usualBoleto],
  ] as const) {
    it(`are refused for at least 98 % of all wrong digits of ${which}; the rest are lines of other boletos`, () => {
      const next = randomFrom(2026);
      let mutants = 0;
      let passed = 0;
      for (let round = 0; round < 300; round++) {
        const line = issue(boleto(next, bankCodes[round % bankCodes.length])).digitableLine;
        for (const { mutant } of singleDigitMutants(line)) {
          mutants++;
          const parsed = accepted(mutant);
          if (!parsed) continue;
          passed++;
          if (hasFormOfIssue(parsed)) assert.equal(issue(reissueData(parsed)).digitableLine, mutant);
        }
      }
      assert.ok(passed / mutants < 0.02, `${passed} of ${mutants} pass`);
    });
  }

  for (const [what, distance] of [
    ['neighbours', 1],
    ['digits anywhere', 46],
  ] as const) {
    it(`are refused for at least 97 % of two swapped ${what}`, () => {
      let mutants = 0;
      let passed = 0;
      for (const line of lines) {
        for (const mutant of swaps(line, distance)) {
          mutants++;
          if (accepted(mutant)) passed++;
        }
      }
      assert.ok(passed / mutants <= 0.03, `${passed} of ${mutants} pass`);
    });
  }
});

describe('any text', () => {
  const alphabet = [...'0123456789 .-x\u00a0\n\u0661\ud83d'];

  it('is a boleto or a BoletoError, 60,000 mutated codes', () => {
    const next = randomFrom(99);
    const integer = (below: number) => Math.floor(next() * below);
    for (let round = 0; round < 60_000; round++) {
      const { digitableLine, barcode } = issue(randomBoleto(next));
      const characters = [...(round % 2 ? digitableLine : barcode)];
      for (let change = 0; change <= round % 4; change++) {
        characters.splice(integer(characters.length), integer(2), alphabet[integer(alphabet.length)] ?? '');
      }
      accepted(characters.join(''));
    }
  });

  it('is a boleto or a BoletoError, 40,000 random texts', () => {
    const next = randomFrom(100);
    const integer = (below: number) => Math.floor(next() * below);
    for (let round = 0; round < 40_000; round++) {
      const characters = round % 2 ? alphabet : alphabet.slice(0, 10);
      const length = round % 3 ? 43 + integer(6) : integer(200);
      accepted(Array.from({ length }, () => characters[integer(characters.length)]).join(''));
    }
  });

  it('is a BoletoError if it is not a string', () => {
    for (const value of [undefined, null, 0, {}, [], Symbol('line'), 23793381286n]) {
      assert.equal(accepted(value as unknown as string), undefined);
    }
  });
});

/** Returns the result of `parse`, or undefined if it throws a BoletoError. Any other error fails the test. */
function accepted(text: string): ParsedBoleto | undefined {
  try {
    return parseBoleto(text, today);
  } catch (error) {
    if (error instanceof BoletoError) return undefined;
    throw error;
  }
}

/** Returns whether `issue` can make this boleto: with due date and amount, and at Caixa up to R$ 9,999,999.99. */
function hasFormOfIssue({ bank, amount, dueDateFactor }: ParsedBoleto): boolean {
  return (dueDateFactor ?? 0) >= 1000 && amount > 0 && !(bank === '104' && amount > 999_999_999);
}

function* singleDigitMutants(text: string): Generator<{ mutant: string; index: number }> {
  for (let index = 0; index < text.length; index++) {
    for (const digit of '0123456789') {
      if (digit === text[index]) continue;
      yield { mutant: text.slice(0, index) + digit + text.slice(index + 1), index };
    }
  }
}

function* swaps(text: string, distance: number): Generator<string> {
  for (let left = 0; left < text.length; left++) {
    for (let right = left + 1; right < text.length && right - left <= distance; right++) {
      if (text[left] === text[right]) continue;
      const characters = [...text];
      [characters[left], characters[right]] = [characters[right] ?? '', characters[left] ?? ''];
      yield characters.join('');
    }
  }
}
