import assert from 'node:assert/strict';
import { bankCodeWithDigit } from '../../../../src/boleto/slip/index.js';

describe('bankCodeWithDigit', () => {
  it('returns the check digits that the banks print', () => {
    const codes = ['001', '033', '104', '197', '237', '341', '745', '748', '756'];
    assert.deepEqual(codes.map(bankCodeWithDigit), [
      '001-9',
      '033-7',
      '104-0',
      '197-1',
      '237-2',
      '341-7',
      '745-5',
      '748-X',
      '756-0',
    ]);
  });
});
