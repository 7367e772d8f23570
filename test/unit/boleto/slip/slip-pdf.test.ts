import assert from 'node:assert/strict';
import { slipPdf } from '../../../../src/boleto/slip/index.js';
import { exampleSlip } from '../../../support/slip.js';

const text = (pdf: Uint8Array) => Buffer.from(pdf).toString('latin1');

describe('slipPdf', () => {
  it('has a table with the offset of each object', () => {
    const pdf = text(slipPdf(exampleSlip()));
    const table = pdf.slice(Number(/startxref\n(\d+)/.exec(pdf)?.[1]));
    const offsets = [...table.matchAll(/^(\d{10}) 00000 n $/gm)].map((match) => Number(match[1]));
    assert.equal(offsets.length, 7);
    for (const [index, offset] of offsets.entries()) {
      assert.ok(pdf.slice(offset).startsWith(`${index + 1} 0 obj\n`));
    }
  });

  it('has the length of its page', () => {
    const pdf = text(slipPdf(exampleSlip()));
    const [, length, content] = /\/Length (\d+)>>\nstream\n([\s\S]*)\nendstream/.exec(pdf) ?? [];
    assert.equal(content?.length, Number(length));
  });

  it('escapes parentheses and backslashes in a name', () => {
    const payer = { name: 'Irmãos (Matriz) \\o/', document: '11144477735' };
    assert.match(text(slipPdf(exampleSlip({ payer }))), /\(Irm\xe3os \\\(Matriz\\\) \\\\o\/\)Tj/);
  });

  it('has the same bytes for the same slip', () => {
    assert.deepEqual(slipPdf(exampleSlip()), slipPdf(exampleSlip()));
  });

  it('puts texts where the page has them', () => {
    const lines = text(slipPdf(exampleSlip())).split('\n');
    // The cell ends at 200 mm and its padding at 199 mm. The text is 5.004 × 9 points wide: 564.0945 - 45.036.
    assert.ok(lines.includes('BT/B 9 Tf 519.0585 261.6232 Td(31/12/2026)Tj ET'));
    assert.ok(lines.includes('BT/R 6 Tf 428.0315 271.4643 Td(Data de vencimento)Tj ET'));
    // In the middle of 36 mm to 57 mm.
    assert.ok(lines.includes('BT/B 19.5 Tf 106.8803 281.4488 Td(237-2)Tj ET'));
  });

  it('draws lines and symbols where the page has them', () => {
    const pdf = text(slipPdf(exampleSlip()));
    assert.ok(pdf.includes('\nq [2.8346]0 d 0.5669 w 14.1732 306.1417 m 581.1024 306.1417 l S Q\n'));
    assert.ok(pdf.includes('\nq 3.4016 w 102.0472 812.126 m 102.0472 790.8661 l S Q\n'));
    assert.match(
      pdf,
      /\nq 0\.7209 0 0 -36\.8504 42\.5197 52\.4409 cm 0 0 1 1 re 2 0 1 1 re 4 0 1 1 re 8 0 3 1 re /,
    );
    assert.match(pdf, /\nq ([\d.]+) 0 0 -\1 433\.7008 667\.5591 cm 0 0 7 1 re /);
  });

  it('is an A4 page with the title of the boleto in UTF-16', () => {
    const pdf = text(slipPdf(exampleSlip()));
    assert.match(pdf, /\/MediaBox\[0 0 595\.2756 841\.8898\]/);
    const [, hex = ''] = /\/Title<FEFF([0-9a-f]+)>/.exec(pdf) ?? [];
    const units = hex.match(/.{4}/g) ?? [];
    assert.equal(
      String.fromCharCode(...units.map((unit) => Number.parseInt(unit, 16))),
      'Boleto 26/00000000001-7 - Padaria São João Ltda.',
    );
  });

  it('writes characters that Latin-1 lacks with their bytes in WinAnsi', () => {
    const payer = { name: '“Óleo” – 5 €', document: '11144477735' };
    assert.ok(text(slipPdf(exampleSlip({ payer }))).includes('(\x93\xd3leo\x94 \x96 5 \x80)Tj'));
  });
});
