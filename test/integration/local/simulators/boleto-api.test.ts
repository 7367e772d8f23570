import assert from 'node:assert/strict';
import { type Banks, BOLETO_API, startBanks } from '../../../support/banks.js';
import { ManualClock } from '../../../support/manual-clock.js';

const BASIC = `Basic ${btoa(`${BOLETO_API.user}:${BOLETO_API.password}`)}`;

describe('the simulator of boleto-api', () => {
  let banks: Banks;
  let last = 0;

  before(async () => {
    banks = await startBanks({ clock: new ManualClock() });
  });
  after(() => banks?.stop());

  const person = { name: 'Alguém', document: { type: 'CPF', number: '529.982.247-25' }, address: {} };
  /** A title of Caixa that the gateway takes, each with a number of its own. */
  const request = (changes: Record<string, unknown> = {}, titleChanges: Record<string, unknown> = {}) => {
    last += 1;
    return {
      bankNumber: 104,
      agreement: { agreementNumber: 1_103_388, agency: '3337' },
      title: { expireDate: '2026-12-31', amountInCents: 2000, ourNumber: last, ...titleChanges },
      buyer: person,
      recipient: person,
      ...changes,
    };
  };

  async function send(body: unknown, version = 2, authorization = BASIC) {
    const response = await fetch(`${banks.url('boleto-api')}/v${version}/boleto/register`, {
      method: 'POST',
      headers: { authorization },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: response.status, body: JSON.parse(await response.text()) };
  }

  const codes = (body: { errors: { code: string }[] }) => body.errors.map(({ code }) => code);

  it('prints what the bank would: Caixa’s barcode, line and nosso número', async () => {
    const { status, body } = await send(request({}, { ourNumber: 9_876_543 }));
    assert.equal(status, 200);
    const { id, links, ...printed } = body;
    assert.deepEqual(printed, {
      digitableLine: '10491.10339 88000.100045 00987.654308 2 16770000002000',
      barCodeNumber: '10492167700000020001103388000100040098765430',
      ourNumber: '14000000009876543',
    });
    assert.match(id, /^[0-9a-f]{24}$/);
    assert.deepEqual(
      links.map(({ rel, method }: { rel: string; method: string }) => [rel, method]),
      [
        ['html', 'GET'],
        ['pdf', 'GET'],
      ],
    );
  });

  it('takes JSON keys in any case, as Go does', async () => {
    const { bankNumber, agreement, title, buyer, recipient } = request();
    const odd = {
      BANKNUMBER: bankNumber,
      Agreement: { AgreementNumber: agreement.agreementNumber, AGENCY: agreement.agency },
      Title: { ExpireDate: title.expireDate, amountincents: 2000, OurNumber: last },
      buyer,
      Recipient: recipient,
    };
    assert.equal((await send(odd)).status, 200);
  });

  it('refuses who is no user', async () => {
    for (const authorization of ['', `Basic ${btoa('superbowleto:wrong')}`]) {
      const { status, body } = await send(request(), 2, authorization);
      assert.deepEqual([status, body], [401, { errors: [{ code: 'MP401', message: 'Unauthorized' }] }]);
    }
  });

  it('answers a bare list where a route or a bank has no rules', async () => {
    const rules = { rules: { acceptDivergentAmount: false, maxDaysToPayPastDue: 0 } };
    const first = await send(request({}, rules), 1);
    assert.deepEqual(
      [first.status, first.body],
      [400, [{ code: 'MP400', message: 'title.rules not available in this version' }]],
    );
    const second = await send(request({ bankNumber: 341 }, rules));
    assert.deepEqual(second.body, [{ code: 'MP400', message: 'title.rules not available for this bank' }]);
    const stone = await send(request({ bankNumber: 197 }), 1);
    assert.deepEqual(stone.body, [{ code: 'MP400', message: 'bank Stone not available in this version' }]);
    assert.equal((await send(request({}, rules))).status, 200);
  });

  const wrong: readonly [string, () => unknown, string[]][] = [
    ['no JSON', () => 'not json', ['MP400']],
    ['a nosso número in text', () => request({}, { ourNumber: '1' }), ['MP400']],
    ['an amount below nothing', () => request({}, { amountInCents: -1 }), ['MP400']],
    ['a bank that it has not', () => request({ bankNumber: 999 }), ['MPBankNumber']],
    ['an amount of nothing', () => request({}, { amountInCents: 0 }), ['MPAmountInCents']],
    ['a due date that is none', () => request({}, { expireDate: '31/12/2026' }), ['MP400']],
    ['a due date before today', () => request({}, { expireDate: '2026-03-03' }), ['MPExpireDate']],
    [
      'documents of other lengths',
      () => request({ buyer: { document: { type: 'CNPJ', number: '1' } }, recipient: {} }),
      ['MPDocumentNumber', 'MPRecipientDocumentType'],
    ],
    ['an agency of 5 digits', () => request({ agreement: { agency: '12345' } }), ['MPAgency']],
    ['a fee of both kinds', () => request({}, { fees: fine(1, 1) }), ['MP400']],
    ['a fee of neither kind', () => request({}, { fees: fine(0, 0) }), ['MP400']],
    [
      'Banco do Brasil without variation and with a long number',
      () => request({ bankNumber: 1, agreement: { agency: '1', account: '1' } }, { ourNumber: 10 ** 10 }),
      ['MPOurNumber', 'MPWalletVariation'],
    ],
    [
      'ShopFacil without its merchant',
      () =>
        request({
          bankNumber: 237,
          agreement: { agency: '1', account: '1', wallet: 26, agreementNumber: 1 },
        }),
      ['MP400'],
    ],
    ['Stone without its account', () => request({ bankNumber: 197 }), ['MP400']],
  ];
  for (const [what, body, expected] of wrong) {
    it(`refuses ${what}`, async () => {
      const { status, body: answered } = await send(body());
      assert.deepEqual([status, codes(answered)], [400, expected]);
    });
  }

  it('lets today’s due date pass on São Paulo’s day, which is still yesterday’s there', async () => {
    // The clock stands at 05:06 UTC of 4 March, 02:06 in São Paulo.
    assert.equal((await send(request({}, { expireDate: '2026-03-04' }))).status, 200);
  });

  it('takes a nosso número once, and says so in the bank’s words', async () => {
    const mine = request();
    await send(mine);
    const { status, body } = await send(mine);
    assert.deepEqual(
      [status, body],
      [400, { errors: [{ code: '1', message: '(38) NOSSO NUMERO JA CADASTRADO PARA O BENEFICIARIO' }] }],
    );
    const other = { ...mine, agreement: { ...mine.agreement, agreementNumber: 123_456 } };
    assert.equal((await send(other)).status, 200);
  });

  it('makes another title at Stone for each request, and counts them by document', async () => {
    const stone = { bankNumber: 197, authentication: { accessKey: 'account' } };
    const body = request(stone, { ourNumber: undefined, documentNumber: 'doc-1' });
    const numbers = [(await send(body)).body.ourNumber, (await send(body)).body.ourNumber];
    assert.notEqual(numbers[0], numbers[1]);
    assert.deepEqual(await banks.counts('boleto-api', '197/doc-1'), [
      { key: '197/doc-1', titles: 2, posts: 2, gets: 0 },
    ]);
    banks = await banks.restart();
    const third = (await send(body)).body.ourNumber;
    assert.ok(!numbers.includes(third));
  });

  it('has a page for a title, and none for anything else', async () => {
    const { body } = await send(request());
    const page = await fetch(body.links[0].href);
    assert.deepEqual([page.status, page.headers.get('content-type')], [200, 'text/html']);
    assert.match(await page.text(), new RegExp(body.digitableLine));
    const missing = await fetch(`${banks.url('boleto-api')}/boleto?fmt=html&id=none&pk=none`);
    assert.deepEqual(await missing.json(), { errors: [{ code: 'MP404', message: 'Not Found' }] });
  });
});

function fine(amountInCents: number, percentageOnTotal: number) {
  return { fine: { daysAfterExpirationDate: 1, amountInCents, percentageOnTotal } };
}
