import assert from 'node:assert/strict';
import { interleaved2of5 } from '../../../../src/boleto/slip/index.js';

/** Bars and the spaces after them, W wide and N narrow, as the standard writes a symbol. */
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
  it('puts the first digit into the bars and the second into the spaces, between start and stop', () => {
    assert.equal(elements('38'), `NNNN${'WWWNNNNWNN'}WNN`);
  });

  it('writes the 44 digits of a boleto on 405 modules', () => {
    assert.equal(interleaved2of5('23797167700000020003381260000000000100097210').modules, 405);
  });

  it('refuses an odd number of digits', () => {
    assert.throws(() => interleaved2of5('123'), {
      name: 'BoletoError',
      code: 'NOT_DIGITS',
      field: 'barcode',
    });
  });
});
