import assert from 'node:assert/strict';
import { interleaved2of5 } from '../../../../src/boleto/slip/index.js';

/** Returns bars and spaces as the standard writes them: W for wide, N for narrow. */
function elements(digits: string): string {
  const { bars } = interleaved2of5(digits);
  return bars
    .flatMap(({ start, width }, index) => {
      const next = bars[index + 1];
      return next ? [width, next.start - start - width] : [width];
    })
    .map((width) => ({ 1: 'N', 3: 'W' })[width])
    .join('');
}

describe('interleaved2of5', () => {
  it('writes the first digit into the bars and the second into the spaces, between start and stop', () => {
    assert.equal(elements('38'), `NNNN${'WWWNNNNWNN'}WNN`);
  });

  it('writes each digit with two wide elements of five, as the standard does', () => {
    const wide = ['NNWWN', 'WNNNW', 'NWNNW', 'WWNNN', 'NNWNW', 'WNWNN', 'NWWNN', 'NNNWW', 'WNNWN', 'NWNWN'];
    for (const [digit, pattern] of wide.entries()) {
      const both = [...pattern].map((element) => element + element).join('');
      assert.equal(elements(`${digit}${digit}`), `NNNN${both}WNN`);
    }
  });

  it('writes the 44 digits of a boleto on 405 modules', () => {
    assert.equal(interleaved2of5('23797167700000020003381260000000000100097210').modules, 405);
  });

  it('refuses an odd number of digits, and anything else', () => {
    for (const text of ['123', '', '1x', 'x12', '12x']) {
      assert.throws(() => interleaved2of5(text), {
        name: 'BoletoError',
        code: 'NOT_DIGITS',
        field: 'barcode',
      });
    }
  });
});
