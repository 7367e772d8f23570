import assert from 'node:assert/strict';
import { slipHtml } from '../../../../src/boleto/slip/index.js';
import { exampleSlip } from '../../../support/slip.js';

describe('slipHtml', () => {
  it('fetches nothing and runs nothing', () => {
    assert.doesNotMatch(slipHtml(exampleSlip()), /<script|<link|<img|<iframe|url\(|@import|\shref=|\ssrc=/i);
  });

  it('is in Portuguese, with a title, headings, terms and described images', () => {
    const html = slipHtml(exampleSlip());
    assert.match(html, /<html lang="pt-BR">/);
    assert.match(html, /<title>Boleto 26\/00000000001-7 - Padaria São João Ltda\.<\/title>/);
    assert.match(html, /<h2>Ficha de compensação<\/h2>/);
    assert.match(html, /<dt[^>]*>Nosso número<\/dt><dd[^>]*>26\/00000000001-7<\/dd>/);
    assert.match(
      html,
      /aria-label="Código de barras 23793\.38128 60000\.000004 01000\.972107 9 16770000123456"/,
    );
    assert.match(html, /aria-label="QR para pagar com Pix"/);
  });

  it('shows markup in a name as letters', () => {
    const payer = { name: '<b onclick="x">&amp;', document: '11144477735' };
    const html = slipHtml(exampleSlip({ payer }));
    assert.match(html, /&#60;b onclick=&#34;x&#34;&#62;&#38;amp;/);
    assert.doesNotMatch(html, /<b /);
  });
});
