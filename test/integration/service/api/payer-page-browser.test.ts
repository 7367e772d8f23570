import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type BrowserPage, openBrowser } from '../../../support/browser.js';
import { factsOfPdf, findMissing, pictureOfPdf, readCodes } from '../../../support/page-readers.js';
import { skipBecause } from '../../../support/skip.js';
import { until } from '../../../support/until.js';
import { useApi } from '../api.js';
import { PAGES, validBody } from '../harness.js';

const COMPANY = {
  company_name: 'Padaria São João e Confeitaria dos Irmãos Albuquerque de Vasconcelos Ltda.',
  company_document_number: '12.ABC.345/01DE-35',
  company_address: {
    street: 'Rua das Flores',
    street_number: '12',
    neighborhood: 'Centro',
    zipcode: '01001000',
    city: 'São Paulo',
    state: 'SP',
  },
};
const STATES = {
  unregistered: `status = 'pending_registration'`,
  payable: `status = 'registered'`,
  overdue: `expiration_date = '2026-11-20', days_to_expire = 30`,
  expired: `expiration_date = '2026-11-10', days_to_expire = 5`,
  paid: 'paid_amount = amount',
  'paid in part': 'paid_amount = 1',
  cancelled: `status = 'cancelled'`,
  refused: `status = 'refused'`,
  failed: `status = 'failed'`,
  'without a person': `status = 'cancelled', payer_erased_at = now()`,
  'with a very long name': `payer_name = repeat('W', 255)`,
  'of a very large amount': `amount = 9999999999`,
};

/** The least contrast of a text with what is behind it, as WCAG computes it. */
const LEAST_CONTRAST = `(() => {
  const parts = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = ([red, green, blue]) => {
    const [r, g, b] = [red, green, blue].map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = parts(getComputedStyle(at).backgroundColor);
      if (color[3] !== 0) return color;
    }
    return [255, 255, 255];
  };
  const texts = [...document.querySelectorAll('.page *')].filter((element) =>
    [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ''));
  return Math.min(...texts.map((element) => {
    const [a, b] = [parts(getComputedStyle(element).color), behind(element)].map(light);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }));
})()`;

const TOO_SMALL = `[...document.querySelectorAll('button, a')]
  .filter((element) => element.getBoundingClientRect().height < 44).map((element) => element.textContent)`;

const OVERFLOW = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

describe("the payer's page in Chromium", function () {
  this.timeout(60_000);
  const { service, api } = useApi();
  let browser: BrowserPage | undefined;
  let server: Server | undefined;
  let origin = '';

  before(async function () {
    const missing = await findMissing(['chromium', 'pdfinfo', 'pdftoppm', 'zbarimg']);
    if (missing) skipBecause(this, `${missing} is not installed`);
    browser = await openBrowser();
    await browser.resize(390);
    server = createServer(async (request, response) => {
      const path = (request.url ?? '').split('?')[0] ?? '';
      if (!path.startsWith('/b/')) return response.writeHead(404).end();
      const { status, headers, bytes } = await api({ method: request.method ?? '', path, apiKeyId: '' });
      return response.writeHead(status, { ...headers }).end(bytes);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
  });

  /** Opens the page of a new boleto, and returns the boleto. */
  async function open(columns: string): Promise<{ page: BrowserPage; barcode: string; line: string }> {
    const reply = await api({ method: 'POST', path: '/boletos', body: validBody(COMPANY) });
    const { id, boleto_url, barcode, digitable_line } = reply.json();
    await service.sql(`UPDATE boletos SET ${columns} WHERE id = $1`, [id]);
    assert.ok(browser);
    await browser.open(boleto_url.replace(PAGES, `${origin}/`));
    return { page: browser, barcode, line: digitable_line.replace(/\D/g, '') };
  }

  const copies = `document.querySelector('button[data-copies]').click()`;
  const said = `document.getElementById('linha-done').textContent`;

  for (const [state, columns] of Object.entries(STATES)) {
    it(`fits a phone, can be read and is not blocked by its own policy: ${state}`, async () => {
      const { page } = await open(columns);
      assert.equal(await page.evaluate(OVERFLOW), 0);
      assert.deepEqual(await page.evaluate(TOO_SMALL), []);
      assert.ok(Number(await page.evaluate(LEAST_CONTRAST)) >= 7);
      assert.deepEqual(await page.evaluate('violations'), []);
      assert.equal(
        await page.evaluate(`getComputedStyle(document.querySelector('.card')).borderTopWidth`),
        '1px',
      );
      assert.equal(await page.evaluate(`document.querySelectorAll('main h1').length`), 1);
    });
  }

  it('blocks what somebody else writes into it', async () => {
    const { page } = await open(STATES.payable);
    await page.evaluate(`document.querySelector('main').insertAdjacentHTML('beforeend',
      '<p id="bad" style="color:red">x</p><img src="https://bank.example/x.png">')`);
    await until('the policy blocks both', async () => Number(await page.evaluate('violations.length')) >= 2);
    assert.notEqual(await page.evaluate(`getComputedStyle(bad).color`), 'rgb(255, 0, 0)');
  });

  it('copies the digits of the line, and says so', async () => {
    const { page, line } = await open(STATES.payable);
    await page.setClipboard(origin, 'granted');
    await page.evaluate(copies);
    await until('the page says so', async () => (await page.evaluate(said)) === 'Copiado.');
    assert.equal(await page.evaluate('navigator.clipboard.readText()'), line);
  });

  it('copies them through a selection where a page may not write to the clipboard', async () => {
    const { page, line } = await open(STATES.payable);
    await page.setClipboard(origin, 'granted');
    await page.evaluate(`navigator.clipboard.writeText('before')`);
    await page.evaluate(
      `navigator.clipboard.writeText = () => Promise.reject(new Error('denied')); ${copies}`,
    );
    await until('the page says something', async () => (await page.evaluate(said)) !== '');
    assert.equal(await page.evaluate(said), 'Copiado.');
    assert.equal(await page.evaluate('navigator.clipboard.readText()'), line);
  });

  it('leads the keyboard from the button that copies to the PDF, each with a visible focus', async () => {
    const { page } = await open(STATES.payable);
    for (const name of ['Copiar linha digitável', 'Abrir PDF do boleto']) {
      await page.pressTab();
      assert.equal(await page.evaluate('document.activeElement.textContent'), name);
      assert.equal(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle'), 'solid');
    }
  });

  it('prints one A4 page whose barcode is that of the boleto', async () => {
    const { page, barcode } = await open(STATES.payable);
    const paper = await page.print();
    const { pages, size } = await factsOfPdf(paper);
    assert.equal(pages, 1);
    assert.match(size, /A4/);
    assert.deepEqual(await readCodes(await pictureOfPdf(paper, 150)), [`I2/5:${barcode}`]);
  });

  it('prints no code where nothing is to be paid', async () => {
    const { page } = await open(STATES.cancelled);
    const paper = await page.print();
    assert.equal((await factsOfPdf(paper)).pages, 1);
    assert.deepEqual(await readCodes(await pictureOfPdf(paper, 150)), ['']);
  });

  it('links a PDF whose barcode is that of the boleto', async () => {
    const { page, barcode } = await open(STATES.payable);
    const url = String(await page.evaluate(`document.querySelector('a.button').href`));
    const answer = await fetch(url);
    assert.equal(answer.status, 200);
    const pdf = new Uint8Array(await answer.arrayBuffer());
    assert.deepEqual(await readCodes(await pictureOfPdf(pdf, 150)), [`I2/5:${barcode}`]);
  });
});
