import assert from 'node:assert/strict';
import { type Page, slipPage, slipPdf } from '../../../../src/boleto/slip/index.js';
import { exampleSlip } from '../../../support/slip.js';

function filePdf(): string {
  return Buffer.from(slipPdf(exampleSlip())).toString('latin1');
}

/** Returns the objects of a file by their numbers, each without its frame. */
function objectsOf(pdf: string): Map<number, string> {
  const found = [...pdf.matchAll(/(?<=\n)(\d+) 0 obj\n([\s\S]*?)\nendobj\n/g)];
  return new Map(found.map(([, number, body]) => [Number(number), body ?? '']));
}

/** Returns the texts of the page in their order: font, size, position, text. */
function textsOf(pdf: string) {
  const found = pdf.matchAll(/BT(\/[RB]) ([\d.]+) Tf ([\d.]+) ([\d.]+) Td\((.*)\)Tj ET/g);
  return [...found].map(([, font, size, x, y, text]) => ({
    font,
    size: Number(size),
    x: Number(x),
    y: Number(y),
    text,
  }));
}

describe('the objects of the PDF', () => {
  it('are the catalog, one page in A4, its content, two fonts of every reader, and the information', () => {
    const objects = objectsOf(filePdf());
    assert.deepEqual([...objects.keys()], [1, 2, 3, 4, 5, 6, 7]);
    assert.equal(
      objects.get(1),
      '<</Type/Catalog/Pages 2 0 R/Lang(pt-BR)/ViewerPreferences<</DisplayDocTitle true/PrintScaling/None>>>>',
    );
    assert.equal(objects.get(2), '<</Type/Pages/Kids[3 0 R]/Count 1>>');
    assert.equal(
      objects.get(3),
      '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.2756 841.8898]/Contents 4 0 R/Resources<</Font<</R 5 0 R/B 6 0 R>>>>>>',
    );
    assert.match(objects.get(4) ?? '', /^<<\/Length \d+>>\nstream\nBT[\s\S]*\nendstream$/);
    for (const [number, font] of [
      [5, 'Helvetica'],
      [6, 'Helvetica-Bold'],
    ] as const) {
      const expected = `<</Type/Font/Subtype/Type1/BaseFont/${font}/Encoding/WinAnsiEncoding>>`;
      assert.equal(objects.get(number), expected);
    }
    assert.match(objects.get(7) ?? '', /^<<\/Title<FEFF[0-9a-f]+>\/Producer\(superbowleto\)>>$/);
  });

  it('stand between a head with bytes above 127 and a table that names the catalog and the information', () => {
    const pdf = filePdf();
    assert.ok(pdf.startsWith('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n'));
    const start = pdf.indexOf('xref\n');
    const [, size, first] = /^xref\n0 (\d+)\n(.*)\n/.exec(pdf.slice(start)) ?? [];
    assert.deepEqual([size, first], ['8', '0000000000 65535 f ']);
    assert.ok(pdf.endsWith(`trailer\n<</Size 8/Root 1 0 R/Info 7 0 R>>\nstartxref\n${start}\n%%EOF\n`));
    // A reader takes twenty bytes for each line of the table.
    const lines = pdf.slice(start, pdf.indexOf('trailer')).split('\n').slice(2, -1);
    assert.deepEqual(
      lines.map((line) => line.length + 1),
      Array(8).fill(20),
    );
  });
});

describe('the content of the PDF', () => {
  it('has each text of the page once, in reading order', () => {
    const page: Page = slipPage(exampleSlip());
    const texts = page.sections.flatMap(({ items }) =>
      items.flatMap((item) =>
        item.kind === 'cell' ? [...(item.label === undefined ? [] : [item.label]), ...item.text.lines] : [],
      ),
    );
    // Latin-1 is the same as WinAnsi for all letters of the example.
    assert.deepEqual(
      textsOf(filePdf()).map(({ text }) => text?.replace(/\\([()\\])/g, '$1')),
      texts,
    );
  });

  it('has the second line of a text below the first one, by the distance of the lines', () => {
    const shown = textsOf(filePdf());
    const first = shown.find(({ text }) => text?.startsWith('Após o vencimento'));
    const second = shown.find(({ text }) => text?.startsWith('Não receber após 30'));
    assert.ok(first && second);
    assert.equal(first.x, second.x);
    assert.ok(Math.abs(first.y - second.y - 8 * 1.2) < 0.001, `${first.y} ${second.y}`);
  });

  it('has labels in regular letters of 6 points, 1 mm from the left edge of the cell', () => {
    const label = textsOf(filePdf()).find(({ text }) => text === 'Local de pagamento');
    assert.deepEqual([label?.font, label?.size], ['/R', 6]);
    assert.ok(Math.abs((label?.x ?? 0) - (11 * 72) / 25.4) < 0.001);
  });

  it('paints nothing outside its own graphics state', () => {
    const content = /stream\n([\s\S]*)\nendstream/.exec(filePdf())?.[1]?.split('\n') ?? [];
    for (const line of content) assert.match(line, /^(BT.* ET|q .* Q)$/);
    assert.equal(content.filter((line) => / f Q$/.test(line)).length, 2);
    const page = slipPage(exampleSlip());
    const rules = page.sections.flatMap(({ items }) => items.filter(({ kind }) => kind === 'rule'));
    assert.equal(content.filter((line) => / l S Q$/.test(line)).length, rules.length);
  });
});
