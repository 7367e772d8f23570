import assert from 'node:assert/strict';
import { assembleBarcode } from '../../../../src/boleto/barcode.js';
import { parseBoleto } from '../../../../src/boleto/index.js';

describe('Bradesco, 237', () => {
  const read = (freeField: string) => {
    const code = assembleBarcode({ bank: '237', factorAndAmount: '16770000002000', freeField });
    return parseBoleto(code, { referenceDate: '2026-11-24' }).fields;
  };

  it('reads agency, carteira, nosso número and account', () => {
    assert.deepEqual(read('1234561234567890198765430'), {
      agency: '1234',
      wallet: '56',
      titleId: '12345678901',
      account: '9876543',
    });
  });

  it('does not read another layout', () => assert.equal(read('1234561234567890198765431'), undefined));
});
