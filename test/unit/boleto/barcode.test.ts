import assert from 'node:assert/strict';
import { assembleBarcode, splitBarcode } from '../../../src/boleto/barcode.js';

const parts = { bank: '237', factorAndAmount: '16770000002000', freeField: '3381260000000000100097210' };
const barcode = '23797167700000020003381260000000000100097210';

describe('assembleBarcode', () => {
  it('inserts the currency and the check digit', () => assert.equal(assembleBarcode(parts), barcode));

  for (const part of ['bank', 'factorAndAmount', 'freeField'] as const) {
    it(`refuses a ${part} that is one digit short`, () => {
      assert.throws(() => assembleBarcode({ ...parts, [part]: parts[part].slice(1) }), {
        code: 'WRONG_LENGTH',
        field: 'barcode',
        limit: 44,
        message: 'barcode must have 44 digits; it has 43',
      });
    });
  }
});

describe('splitBarcode', () => {
  it('returns the parts that the barcode is made of', () => assert.deepEqual(splitBarcode(barcode), parts));

  it('refuses another length before it looks at the check digit', () => {
    for (const code of [`${barcode}0`, barcode.slice(0, -1)]) {
      assert.throws(() => splitBarcode(code), { code: 'WRONG_LENGTH', field: 'barcode', limit: 44 });
    }
  });

  it('refuses another currency than the real', () => {
    assert.throws(() => splitBarcode(`2378${barcode.slice(4)}`), {
      code: 'WRONG_CURRENCY',
      field: 'barcode',
      limit: '9',
      message: 'digit 4 of a barcode is 9, the real',
    });
  });
});
