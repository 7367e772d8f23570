import assert from 'node:assert/strict';
import {
  formatDigitableLine,
  type ParsedArrecadacao,
  parse,
  parseBoleto,
  toBarcode,
  toDigitableLine,
} from '../../../src/boleto/index.js';

const today = { referenceDate: '2026-11-24' };

/** Codes that other projects print in their tests and docs, with what they say of them. */
const examples: readonly {
  source: string;
  printed: string;
  barcode: string;
  expected: Partial<ParsedArrecadacao>;
}[] = [
  {
    source: 'guilhermearaujo/boleto.js, test of a concessionária',
    printed: '84670000001-7 43590024020-9 02405000243-5 84221010811-9',
    barcode: '84670000001435900240200240500024384221010811',
    expected: {
      segment: '4',
      segmentName: 'telecomunicações',
      valueType: '6',
      modulus: 10,
      amount: 14_359,
      quantity: null,
      company: '0024',
      freeField: '0200240500024384221010811',
      dueDate: null,
    },
  },
  {
    source: 'Tagliatti/Boleto-Validator-PHP, example of modulus 10',
    printed: '83640000001-1 33120138000-2 81288462711-6 08013618155-1',
    barcode: '83640000001331201380008128846271108013618155',
    expected: { segmentName: 'energia elétrica e gás', modulus: 10, amount: 13_312, company: '0138' },
  },
  {
    source: 'Tagliatti/Boleto-Validator-PHP, example of modulus 11, a DARF',
    printed: '85890000460-9 52460179160-5 60759305086-5 83148300001-0',
    barcode: '85890000460524601791606075930508683148300001',
    expected: { segmentName: 'órgãos governamentais', valueType: '8', modulus: 11, amount: 4_605_246 },
  },
  {
    source: 'mrmgomes/boleto-utils, R$ 509,60 of energy',
    printed: '83860000005-0 09600019000-9 00080178230-9 00034306271-2',
    barcode: '83860000005096000190000008017823000034306271',
    expected: { segment: '3', modulus: 11, amount: 50_960, company: '0019', dueDate: null },
  },
  {
    source: 'mrmgomes/boleto-utils, a campo livre that begins with 2035607, no date',
    printed: '85820000000-7 57250328203-0 56070820210-7 53959190446-0',
    barcode: '85820000000572503282035607082021053959190446',
    expected: { amount: 5725, company: '0328', dueDate: null },
  },
  {
    source: 'gesielr/guiasMEIlast, a GPS of the Receita Federal over R$ 166,98',
    printed: '85820000001-5 66980270116-2 30001280018-9 67222025113-0',
    barcode: '85820000001669802701163000128001867222025113',
    expected: { amount: 16_698, company: '0270', freeField: '1163000128001867222025113', dueDate: null },
  },
  {
    source: 'a Java test of toTypedLine: value type 7, whose digits are no amount in reais',
    printed: '81770000000-0 01093659970-2 41131079703-9 00143370831-8',
    barcode: '81770000000010936599704113107970300143370831',
    expected: { segmentName: 'prefeituras', valueType: '7', modulus: 10, amount: null, quantity: 109 },
  },
];

describe('arrecadação', () => {
  for (const { source, printed, barcode, expected } of examples) {
    it(`is read: ${source}`, () => {
      const digitableLine = printed.replace(/\D/g, '');
      for (const text of [printed, digitableLine, barcode]) {
        const parsed = parse(text, today);
        assert.equal(parsed.kind, 'arrecadacao');
        const about = { kind: parsed.kind, barcode, digitableLine, warnings: [], ...expected };
        assert.deepEqual({ ...parsed, ...about }, parsed);
      }
      assert.equal(toBarcode(printed), barcode);
      assert.equal(toDigitableLine(barcode), digitableLine);
      assert.equal(formatDigitableLine(digitableLine), printed);
    });
  }

  // mrmgomes/boleto-utils converts this line, a telephone bill, and reads its due date from the same eight digits.
  it('has a due date where its campo livre begins with one near the reference date', () => {
    const line = '846300000003299902962024004101360008002006441147';
    assert.equal(toBarcode(line), '84630000000299902962020041013600000200644114');
    assert.deepEqual(
      ['2020-04-01', '2026-11-24', '2036-01-01'].map(
        (referenceDate) => parse(line, { referenceDate }).dueDate,
      ),
      ['2020-04-10', '2020-04-10', null],
    );
  });

  // FEBRABAN's layout names a company of segment 6 by the first eight digits of its CNPJ.
  it('has eight digits of a CNPJ as the company of segment 6', () => {
    const tail = '00000012345' + '11222333' + '202612310000000000000';
    const parsed = parse(withGeneralDigit('866', tail), today) as ParsedArrecadacao;
    assert.deepEqual(
      [parsed.company, parsed.freeField, parsed.dueDate, parsed.amount],
      ['11222333', '202612310000000000000', '2026-12-31', 12_345],
    );
  });

  it('has no name for a segment that FEBRABAN does not define', () => {
    const parsed = parse(withGeneralDigit('886', '0'.repeat(40)), today) as ParsedArrecadacao;
    assert.deepEqual([parsed.segment, parsed.segmentName], ['8', null]);
  });

  const line = '836400000011331201380002812884627116080136181551';
  for (const [what, text, error] of [
    [
      'a wrong digit in block 1',
      line.replace('83640000001', '83640000002'),
      { code: 'WRONG_CHECK_DIGIT', limit: '9' },
    ],
    ['a wrong digit in block 4', `${line.slice(0, -1)}2`, { code: 'WRONG_CHECK_DIGIT', limit: '1' }],
    ['a value type of 5', line.replace('836', '835'), { code: 'NOT_ALLOWED', limit: '6, 7, 8, 9' }],
    ['47 digits', line.slice(1).replace('3', '8'), { code: 'WRONG_LENGTH', limit: '44 or 48' }],
    ['49 digits', `${line}0`, { code: 'WRONG_LENGTH', limit: '44 or 48' }],
  ] as const) {
    it(`is refused with ${what}`, () => {
      assert.throws(() => parse(text, today), { name: 'BoletoError', field: 'text', ...error });
    });
  }

  it('is refused for every single wrong digit of modulus 10, and for all but the two zeros of modulus 11', () => {
    for (const [text, most] of [
      [line, 0],
      ['858900004609524601791605607593050865831483000010', 0.02],
    ] as const) {
      let passed = 0;
      for (let index = 1; index < 48; index++) {
        for (const digit of '0123456789') {
          if (digit === text[index]) continue;
          const mutant = text.slice(0, index) + digit + text.slice(index + 1);
          if (isRead(mutant)) passed++;
        }
      }
      assert.ok(passed / (47 * 9) <= most, `${passed} pass`);
    }
  });

  it('is told apart by those who read the boletos of banks alone', () => {
    assert.throws(() => parseBoleto(line, today), { code: 'ARRECADACAO', field: 'text' });
  });
});

/** Returns the barcode of modulus 10 whose general check digit is right, by trying all. */
function withGeneralDigit(head: string, tail: string): string {
  const codes = Array.from({ length: 10 }, (_, digit) => `${head}${digit}${tail}`);
  return codes.find(isRead) ?? assert.fail('no check digit is right');
}

function isRead(text: string): boolean {
  try {
    return parse(text, today).kind === 'arrecadacao';
  } catch {
    return false;
  }
}
