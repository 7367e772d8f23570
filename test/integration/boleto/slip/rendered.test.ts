import assert from 'node:assert/strict';
import { bankCodes, formatDigitableLine, toDigitableLine } from '../../../../src/boleto/index.js';
import { type SlipData, slipHtml, slipPage, slipPdf } from '../../../../src/boleto/slip/index.js';
import { type BrowserPage, openBrowser } from '../../../support/browser.js';
import {
  factsOfPdf,
  findMissing,
  lettersOfPdf,
  pictureOfPdf,
  readCodes,
  withoutSpace,
} from '../../../support/page-readers.js';
import { randomSlip } from '../../../support/random-slip.js';
import { skipBecause } from '../../../support/skip.js';
import { textsOf } from '../../../support/slip-texts.js';
import { randomFrom } from '../../../unit/boleto/random.js';

/** Number of slips to draw. `npm run test:slips` draws 200. */
const count = Number(process.env.SBW_SLIPS ?? 5);
const A4 = { width: 794, height: 1121 };

/** Returns the text of each field, and by how many pixels it is wider than its cell. */
const fieldsInPage = `[...document.querySelectorAll('dt,dd,p')].map((element) => {
  const range = document.createRange();
  range.selectNodeContents(element);
  const padding = 2 * parseFloat(getComputedStyle(element).paddingLeft);
  const space = element.style.width ? element.getBoundingClientRect().width - padding : Infinity;
  return { text: element.innerText, excess: range.getBoundingClientRect().width - space };
})`;

/** Returns each code of the header: whether the screen shows it whole, and what a tap selects. */
const codesInPage = `[...document.querySelectorAll('header code')].map((element) => {
  const { left, right, width } = element.getBoundingClientRect();
  getSelection().selectAllChildren(element);
  return {
    text: element.textContent,
    isInside: width > 0 && left >= 0 && right <= innerWidth && element.scrollWidth <= element.clientWidth,
    selected: getSelection().toString(),
    sideways: document.documentElement.scrollWidth > innerWidth,
  };
})`;

function slips(): SlipData[] {
  const random = randomFrom(20261124);
  return Array.from({ length: count }, () => randomSlip(random));
}

/** Returns one slip of each bank, and one of a bank that the library does not know. */
function slipsOfBanks(): SlipData[] {
  const random = randomFrom(20261201);
  return [...bankCodes, 'unknown' as const].map((bank) => randomSlip(random, bank));
}

function codesOf(slip: SlipData): string[] {
  const barcode = `I2/5:${slip.boleto.barcode}`;
  return slip.pix === undefined ? [barcode] : [barcode, `QR-Code:${slip.pix}`];
}

describe(`${count} random slips, rendered`, function () {
  this.timeout((count + bankCodes.length) * 20_000);

  describe('the PDF', () => {
    before(async function () {
      const missing = await findMissing(['pdfinfo', 'pdftotext', 'pdftoppm', 'zbarimg']);
      if (missing) skipBecause(this, `${missing} is not installed`);
    });

    it('has a barcode and a QR code that zbar reads', async () => {
      for (const slip of [...slips(), ...slipsOfBanks()]) {
        assert.deepEqual(await readCodes(await pictureOfPdf(slipPdf(slip), 150)), codesOf(slip));
      }
    });

    it('is one A4 page with the title of its boleto', async () => {
      for (const slip of slips()) {
        assert.deepEqual(await factsOfPdf(slipPdf(slip)), {
          pages: 1,
          size: '595.276 x 841.89 pts (A4)',
          title: slipPage(slip).title,
        });
      }
    });

    it('has the texts of slipPage in the same order', async () => {
      for (const slip of slips()) {
        const expected = withoutSpace(textsOf(slipPage(slip)).join(''));
        assert.equal(await lettersOfPdf(slipPdf(slip)), expected);
      }
    });
  });

  describe('the HTML', () => {
    let browser: BrowserPage | undefined;

    before(async function () {
      const missing = await findMissing(['chromium', 'pdfinfo', 'pdftoppm', 'zbarimg']);
      if (missing) skipBecause(this, `${missing} is not installed`);
      browser = await openBrowser();
    });
    after(() => browser?.close());

    const eachSlip = async (look: (slip: SlipData, page: BrowserPage) => Promise<void>, drawn = slips()) => {
      assert.ok(browser);
      for (const slip of drawn) {
        await browser.show(slipHtml(slip));
        await look(slip, browser);
      }
    };

    it('has a barcode and a QR code that zbar reads from the screen', () =>
      eachSlip(
        async (slip, page) => {
          assert.deepEqual(await readCodes(await page.picture(A4, 2)), codesOf(slip));
        },
        [...slips(), ...slipsOfBanks()],
      ));

    it('has a barcode and a QR code that zbar reads from paper', () =>
      eachSlip(async (slip, page) => {
        assert.deepEqual(await readCodes(await pictureOfPdf(await page.print(), 150)), codesOf(slip));
      }));

    it('shows on a phone the whole digitable line and Pix code, each in one piece to copy', () =>
      eachSlip(async (slip, page) => {
        await page.resize(390);
        const shown = await page.evaluate(codesInPage);
        await page.resize(1280);
        const line = formatDigitableLine(toDigitableLine(slip.boleto.barcode));
        const texts = slip.pix === undefined ? [line] : [line, slip.pix];
        assert.deepEqual(
          shown,
          texts.map((text) => ({ text, isInside: true, selected: text, sideways: false })),
        );
        const hidden = (await page.evaluate(codesInPage)) as { isInside: boolean }[];
        assert.ok(hidden.every(({ isInside }) => !isInside));
      }));

    it('prints on one A4 page', () =>
      eachSlip(async (_, page) => {
        const { pages, size } = await factsOfPdf(await page.print());
        assert.equal(pages, 1);
        assert.match(size, /A4/);
      }));

    it('has the texts of slipPage in the same order, each inside its cell', () =>
      eachSlip(async (slip, page) => {
        const fields = (await page.evaluate(fieldsInPage)) as { text: string; excess: number }[];
        const expected = withoutSpace(textsOf(slipPage(slip)).join(''));
        assert.equal(withoutSpace(fields.map(({ text }) => text).join('')), expected);
        assert.deepEqual(
          fields.filter(({ excess }) => excess > 0.5),
          [],
        );
      }));
  });
});
