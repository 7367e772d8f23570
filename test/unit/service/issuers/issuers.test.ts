import assert from 'node:assert/strict';
import { ISSUERS, isIssuer, titleSeriesOf } from '../../../../src/service/issuers/issuers.js';

describe('titleSeriesOf', () => {
  it('is the bank of an issuer, so that all issuers of a bank share it, and development has its own', () => {
    const series = Object.keys(ISSUERS)
      .filter(isIssuer)
      .map((issuer) => [issuer, titleSeriesOf(issuer)]);
    assert.deepEqual(series, [
      ['development', 'development'],
      ['bradesco', '237'],
      ['boleto-api-bradesco-shopfacil', '237'],
      ['boleto-api-caixa', '104'],
      ['boleto-api-itau', '341'],
      ['boleto-api-banco-do-brasil', '001'],
      ['boleto-api-santander', '033'],
      ['boleto-api-stone', '197'],
    ]);
  });
});

describe('isIssuer', () => {
  it('knows the issuers, and no name of an object’s own properties', () => {
    assert.equal(isIssuer('bradesco'), true);
    for (const name of ['', 'itau', 'constructor', '__proto__']) assert.equal(isIssuer(name), false, name);
  });
});
