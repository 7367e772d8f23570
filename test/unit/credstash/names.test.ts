import assert from 'node:assert/strict';
import { verifyName } from '../../../src/credstash/names.js';

describe('verifyName', () => {
  it('accepts up to 2,048 bytes of any text', () => {
    for (const name of ['a', '🔑/日本語 \0', 'x'.repeat(2048), 'é'.repeat(1024)]) verifyName(name);
  });

  it('refuses a longer name, of which it keeps only the beginning', () => {
    for (const name of ['x'.repeat(2049), `${'é'.repeat(1024)}x`]) {
      assert.throws(() => verifyName(name), {
        code: 'INVALID_NAME',
        secret: name.slice(0, 64),
        message: "A secret's name must have at most 2048 bytes.",
      });
    }
  });

  it('refuses an empty name, and half of a surrogate pair', () => {
    assert.throws(() => verifyName(''), {
      code: 'INVALID_NAME',
      message: "A secret's name must not be empty.",
    });
    assert.throws(() => verifyName('a\ud83d'), {
      code: 'INVALID_NAME',
      message: "A secret's name must be text that UTF-8 can carry.",
    });
  });
});
