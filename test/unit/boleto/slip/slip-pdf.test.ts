import assert from 'node:assert/strict';
import { slipPdf } from '../../../../src/boleto/slip/index.js';
import { exampleSlip } from '../../../support/slip.js';

const text = (pdf: Uint8Array) => Buffer.from(pdf).toString('latin1');

describe('slipPdf', () => {
  it('has a table that tells where each object begins', () => {
    const pdf = text(slipPdf(exampleSlip()));
    const table = pdf.slice(Number(/startxref\n(\d+)/.exec(pdf)?.[1]));
    const offsets = [...table.matchAll(/^(\d{10}) 00000 n $/gm)].map((match) => Number(match[1]));
    assert.equal(offsets.length, 7);
    for (const [index, offset] of offsets.entries()) {
      assert.ok(pdf.slice(offset).startsWith(`${index + 1} 0 obj\n`));
    }
  });

  it('says the length of its page', () => {
    const pdf = text(slipPdf(exampleSlip()));
    const [, length, content] = /\/Length (\d+)>>\nstream\n([\s\S]*)\nendstream/.exec(pdf) ?? [];
    assert.equal(content?.length, Number(length));
  });

  it('writes parentheses and backslashes of a name as letters', () => {
    const payer = { name: 'Irmãos (Matriz) \\o/', document: '11144477735' };
    assert.match(text(slipPdf(exampleSlip({ payer }))), /\(Irm\xe3os \\\(Matriz\\\) \\\\o\/\)Tj/);
  });

  it('is the same bytes for the same slip', () => {
    assert.deepEqual(slipPdf(exampleSlip()), slipPdf(exampleSlip()));
  });
});
