import assert from 'node:assert/strict';
import { bankCodeWithDigit } from '../../../../src/boleto/slip/index.js';

/** Each code as the bank's slips, or programs of others that make them, show it. */
const printed = `001-9 021-3 033-7 041-8 077-9 084-1 085-1 097-3 104-0 133-3 136-8 197-1 208-1 237-2 260-7 341-7 399-9 422-7
  707-2 745-5 748-X 756-0`;

describe('bankCodeWithDigit', () => {
  for (const code of printed.split(/\s+/)) {
    it(`returns ${code}, as it is printed`, () => assert.equal(bankCodeWithDigit(code.slice(0, 3)), code));
  }

  it('follows the rule for a bank of which nothing is known', () => {
    // 1 × 2 leaves 2, 2 × 2 + 1 × 3 + 2 × 4 leaves 4, 6 × 2 + 3 × 3 + 3 × 4 leaves 0.
    const codes = ['001', '212', '336'];
    assert.deepEqual(codes.map(bankCodeWithDigit), ['001-9', '212-7', '336-0']);
  });
});
