import assert from 'node:assert/strict';
import { assembleBarcode } from '../../../../src/boleto/barcode.js';
import { issue, parseBoleto } from '../../../../src/boleto/index.js';

const boleto = (titleId: string) => issue({ bank: '197', dueDate: '2026-12-31', amount: 2000, titleId });

describe('Stone, 197', () => {
  it('writes five zeros and the nosso número into the campo livre', () => {
    const issued = boleto('12345678901234567890');
    assert.equal(issued.barcode.slice(19), '0000012345678901234567890');
    assert.deepEqual(
      [issued.titleId, issued.titleIdCheckDigit, issued.formattedTitleId],
      ['12345678901234567890', null, '12345678901234567890'],
    );
  });

  it('reads the nosso número back', () => {
    const { fields } = parseBoleto(boleto('42').barcode, { referenceDate: '2026-11-24' });
    assert.deepEqual(fields, { titleId: '00000000000000000042' });
  });

  it('does not read another layout', () => {
    const freeField = '0000112345678901234567890';
    const barcode = assembleBarcode({ bank: '197', factorAndAmount: '16770000002000', freeField });
    assert.equal(parseBoleto(barcode, { referenceDate: '2026-11-24' }).fields, undefined);
  });

  it('refuses a nosso número of twenty-one digits', () => {
    assert.throws(() => boleto('1'.repeat(21)), { code: 'TOO_LONG', field: 'titleId', limit: 20 });
  });
});
