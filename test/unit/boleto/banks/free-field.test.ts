import assert from 'node:assert/strict';
import { readFreeField as read } from '../../../../src/boleto/banks/readers.js';

/** Returns the text with a digit at an index that is two more. */
function withOther(text: string, index: number): string {
  return `${text.slice(0, index)}${(Number(text[index]) + 2) % 10}${text.slice(index + 1)}`;
}

const itau = '1101234567880057123457000';
const itauCustomer = '1960025828112345671234550';
const santander = '9028203356661245780020101';
const caixa = '0055077222133347777777771';

describe('a campo livre that fits its layout', () => {
  for (const [bank, freeField, fields] of [
    ['341', itau, { agency: '0057', account: '12345', wallet: '110', titleId: '12345678' }],
    [
      '341',
      itauCustomer,
      { wallet: '196', titleId: '00258281', documentNumber: '1234567', customer: '12345' },
    ],
    ['033', santander, { beneficiary: '0282033', titleId: '566612457800', iof: '0', wallet: '101' }],
    ['104', caixa, { beneficiary: '005507', titleId: '222333777777777', modality: '14' }],
    [
      '237',
      '1234561234567890198765430',
      { agency: '1234', wallet: '56', titleId: '12345678901', account: '9876543' },
    ],
    ['197', '0000012345678901234567890', { titleId: '12345678901234567890' }],
    [
      '001',
      '0000001474166000000032817',
      { layout: 'agreement-7', agreement: '1474166', titleId: '0000000328', wallet: '17' },
    ],
    [
      '001',
      '1238790000000123456789921',
      { layout: 'title-17', agreement: '123879', titleId: '00000001234567899' },
    ],
    [
      '001',
      '1238790123440420006190018',
      { titleId: '12387901234', agency: '4042', account: '00061900', wallet: '18' },
    ],
  ] as const) {
    it(`of bank ${bank} is read without a warning: ${freeField}`, () => {
      assert.deepEqual(read(bank, freeField), { fields });
    });
  }
});

describe('a campo livre with a check digit that does not fit', () => {
  for (const [bank, freeField, index, what, expected] of [
    ['341', itau, 21, 'the agency and account', '7'],
    // 8 and 9 are right, see below.
    ['341', itau, 11, 'the nosso número', '8'],
    ['341', itauCustomer, 23, 'the campo livre', '5'],
    ['104', caixa, 24, 'the campo livre', '1'],
  ] as const) {
    it(`of bank ${bank}, digit ${index + 1}, has no fields and a warning`, () => {
      assert.deepEqual(read(bank, withOther(freeField, index)), {
        fields: undefined,
        warning: `the check digit of ${what}, inside the campo livre, should be ${expected}`,
      });
    });
  }

  it('of Caixa’s beneficiary has one too', () => {
    // The same campo livre with another beneficiary, and the check digit of the whole set right.
    const readings = Array.from({ length: 10 }, (_, digit) =>
      read('104', `00550872221333477777777${7}${digit}`),
    );
    const [reading, ...others] = readings.filter(({ warning }) => !warning?.includes('of the campo livre'));
    assert.deepEqual(others, []);
    assert.deepEqual(reading, {
      fields: undefined,
      warning: 'the check digit of the código do beneficiário, inside the campo livre, should be 5',
    });
  });
});

describe('a campo livre of Santander', () => {
  const titleIds = (number: string) =>
    Array.from({ length: 10 }, (_, digit) => read('033', `90282033${number}${digit}0101`).fields?.titleId);

  // 6 × 2 leaves 1, 0 leaves 0, 1 × 2 leaves 2, 5 × 2 leaves 10.
  for (const [number, checkDigit] of [
    ['000000000006', 0],
    ['000000000000', 0],
    ['000000000001', 9],
    ['000000000005', 1],
  ] as const) {
    it(`has a nosso número of 12 digits where its last position is their check digit ${checkDigit}, else of 13`, () => {
      const expected = Array.from({ length: 10 }, (_, digit) =>
        digit === checkDigit ? number : `${number}${digit}`,
      );
      assert.deepEqual(titleIds(number), expected);
    });
  }
});

describe('a campo livre of Itaú', () => {
  it('may have a DAC of the nosso número with or without agency and account', () => {
    const digits = [...'0123456789'].filter(
      (digit) => read('341', `11012345678${digit}0057123457000`).fields !== undefined,
    );
    assert.deepEqual(digits, ['8', '9']);
  });
});

describe('a campo livre of another layout', () => {
  for (const [bank, freeField] of [
    ['341', '1101234567880057123457001'],
    ['341', '1101234567880057123457100'],
    ['341', '1960025828112345671234551'],
    ['033', '8028203356661245780020101'],
    ['033', '9028203356661245780020103'],
    ['104', '0055077222333347777777771'],
    ['104', '0055077222033347777777771'],
    ['104', '0055077222133357777777771'],
    ['237', '1234561234567890198765431'],
    ['197', '0000112345678901234567890'],
    ['197', '1000012345678901234500000'],
    ['001', '0000000123456000000032817'],
  ] as const) {
    it(`of bank ${bank} has no fields, and a warning: ${freeField}`, () => {
      assert.deepEqual(read(bank, freeField), {
        fields: undefined,
        warning: 'the campo livre has no known layout of its bank',
      });
    });
  }
});
