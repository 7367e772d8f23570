import assert from 'node:assert/strict';
import { slipHtml, slipPart } from '../../../../src/boleto/slip/index.js';
import { exampleSlip } from '../../../support/slip.js';

describe('slipHtml', () => {
  it('loads nothing and has no script', () => {
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

  it('escapes markup in a name', () => {
    const payer = { name: '<b onclick="x">&amp;', document: '11144477735' };
    const html = slipHtml(exampleSlip({ payer }));
    assert.match(html, /&#60;b onclick=&#34;x&#34;&#62;&#38;amp;/);
    assert.doesNotMatch(html, /<b /);
  });

  it('has above the sheet what a narrow screen shows, and what the payer copies as a whole', () => {
    const { pix } = exampleSlip();
    const header = /<header[^>]*>(.*)<\/header>/.exec(slipHtml(exampleSlip()))?.[1];
    assert.equal(
      header,
      '<span>Beneficiário</span><b>Padaria São João Ltda.</b><span>Valor</span><b>R$ 1.234,56</b>' +
        '<span>Vencimento</span><b>31/12/2026</b>' +
        '<span>Linha digitável</span><code>23793.38128 60000.000004 01000.972107 9 16770000123456</code>' +
        `<span>Pix copia e cola</span><code>${pix}</code>`,
    );
    assert.doesNotMatch(slipHtml(exampleSlip({ pix: undefined })), /<span>Pix/);
  });

  it('puts label and value where the page has them', () => {
    const html = slipHtml(exampleSlip());
    assert.ok(
      html.includes(
        '<dt style="left:150mm;top:199.3mm">Data de vencimento</dt><dd style="left:150mm;top:201.7mm;width:50mm;font-size:9pt;line-height:3.81mm;font-weight:bold;text-align:right">31/12/2026</dd>',
      ),
    );
    assert.ok(
      html.includes(
        '<p style="left:36mm;top:191.2mm;width:21mm;font-size:19.5pt;line-height:8.255mm;font-weight:bold;text-align:center">237-2</p>',
      ),
    );
    assert.ok(
      html.includes(
        '<dd style="left:10mm;top:201.7mm;width:140mm;font-size:8pt;line-height:3.387mm">PAGÁVEL',
      ),
    );
  });

  it('breaks the lines of a text, and not those of a Pix code to copy', () => {
    const html = slipHtml(exampleSlip());
    assert.match(html, /<dd style[^>]*>Fornecimento de pães e bolos, novembro de 2026<br>Pedido 4711<\/dd>/);
    const [, code] = /<dd class="w"[^>]*>([^<]*)<\/dd>/.exec(html) ?? [];
    assert.equal(code, exampleSlip().pix);
  });

  it('draws lines and symbols where the page has them', () => {
    const html = slipHtml(exampleSlip());
    assert.ok(html.includes('<path d="M5 189L205 189" stroke-width="0.2" stroke-dasharray="1 1"/>'));
    assert.ok(html.includes('<path d="M36 10.5L36 18" stroke-width="1.2"/>'));
    assert.match(
      html,
      /style="left:15mm;top:278\.5mm;width:103mm;height:13mm" viewBox="0 0 405 1" preserveAspectRatio="none"><path d="M0 0h1v1h-1zM2 0h1v1h-1z/,
    );
    assert.match(
      html,
      /style="left:153mm;top:61\.5mm;width:44mm;height:44mm" viewBox="0 0 (\d+) \1" preserveAspectRatio="none" shape-rendering="crispEdges"/,
    );
    assert.match(html, /<div class="slip-sheet" style="width:210mm;height:296\.5mm">/);
  });

  it('has one list of terms for consecutive fields, and nothing of a field outside a list', () => {
    const html = slipHtml(exampleSlip());
    const sections = html.split('<section>').slice(1);
    // The Pix symbol separates the fields of the receipt into two lists.
    assert.deepEqual(
      sections.map((section) => section.match(/<dl>/g)?.length ?? 0),
      [2, 0, 1],
    );
    assert.doesNotMatch(html.replace(/<dl>[\s\S]*?<\/dl>/g, ''), /<d[td]\b/);
  });
});

describe('the style of slipHtml', () => {
  it('makes DejaVu Sans as narrow as Helvetica, regular and bold', () => {
    const html = slipHtml(exampleSlip());
    for (const [weight, name, adjust] of [
      ['normal', 'DejaVu Sans', '87%'],
      ['bold', 'DejaVu Sans Bold', '79%'],
    ]) {
      const face = `@font-face{font-family:narrowed;font-weight:${weight};src:local("${name}");size-adjust:${adjust}}\n`;
      assert.ok(html.includes(face), name);
    }
  });
});

describe('slipPart', () => {
  const { style, markup } = slipPart(exampleSlip());
  const [, sheet = ''] = /<main>\n(.*)\n<\/main>/s.exec(slipHtml(exampleSlip())) ?? [];

  it('is the sheet of slipHtml, with a rule in its CSS instead of each style attribute', () => {
    const rules = new Map(
      [...style.matchAll(/^\.(slip-\d+)\.\1\{(.*)\}$/gm)].map(([, name, css]) => [name, css]),
    );
    const inlined = markup.replace(/ class="([\w-]*) (slip-\d+)"/g, (_, name, own) => {
      return `${name === '' ? '' : ` class="${name}"`} style="${rules.get(own)}"`;
    });
    assert.equal(inlined, sheet);
  });

  it('has no style attribute and no script, so that a strict policy allows it', () => {
    assert.doesNotMatch(markup, /\sstyle=|<script|\son\w+=/);
  });
});
