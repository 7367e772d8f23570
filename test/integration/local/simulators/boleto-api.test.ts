import assert from 'node:assert/strict';
import { type Banks, BOLETO_API, startBanks } from '../../../support/banks.js';
import { ManualClock } from '../../../support/manual-clock.js';

const BASIC = `Basic ${btoa(`${BOLETO_API.user}:${BOLETO_API.password}`)}`;

describe('the simulator of boleto-api', () => {
  const clock = new ManualClock();
  let banks: Banks;
  let last = 0;

  before(async () => {
    banks = await startBanks({ clock });
  });
  after(() => banks?.stop());

  const person = { name: 'Alguém', document: { type: 'CPF', number: '529.982.247-25' }, address: {} };
  /** Returns a valid request to Caixa with a new number. */
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
    const text = await response.text();
    return { status: response.status, body: text.startsWith('<') ? text : JSON.parse(text) };
  }

  const codes = (body: { errors: { code: string }[] }) => body.errors.map(({ code }) => code);

  it('returns Caixa’s barcode, line and nosso número', async () => {
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

  it('reads JSON keys in any case, as Go does', async () => {
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

  it('refuses other credentials', async () => {
    for (const authorization of ['', `Basic ${btoa('superbowleto:wrong')}`]) {
      const { status, body } = await send(request(), 2, authorization);
      assert.deepEqual([status, body], [401, { errors: [{ code: 'MP401', message: 'Unauthorized' }] }]);
    }
  });

  it('answers a bare list when a route or a bank has no rules', async () => {
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

  it('answers every error of a request at once', async () => {
    const { status, body } = await send(request({ agreement: {} }, { amountInCents: 0 }));
    assert.deepEqual([status, codes(body)], [400, ['MPAmountInCents', 'MPAgency']]);
  });

  it('refuses a body that does not decode, and a number that does not fit the bank', async () => {
    const undecodable = await send('not json');
    assert.deepEqual(undecodable.body, { errors: [{ code: 'MP400', message: 'invalid request' }] });
    const unfit = await send(request({ agreement: { agreementNumber: 10_000_000, agency: '1' } }));
    assert.deepEqual(unfit.body, { errors: [{ code: 'MP400', message: 'invalid number' }] });
    assert.equal(unfit.status, 400);
  });

  it('answers another path with 404 and another method with 405', async () => {
    const statusOf = async (path: string, method: string) =>
      (await fetch(`${banks.url('boleto-api')}${path}`, { method, headers: { authorization: BASIC } }))
        .status;
    assert.deepEqual(
      [await statusOf('/v3/boleto/register', 'POST'), await statusOf('/v2/boleto/register', 'GET')],
      [404, 405],
    );
  });

  const SHOPFACIL = {
    bankNumber: 237,
    agreement: { agency: '1', account: '1', wallet: 26, agreementNumber: 1 },
    authentication: { username: 'user', password: 'password' },
  };
  const SANTANDER = { bankNumber: 33, agreement: { agreementNumber: 1_234_567, wallet: 101 } };
  const error = (code: string, message: string) => ({ errors: [{ code, message }] });
  const TAKEN = error('1', '(38) NOSSO NUMERO JA CADASTRADO PARA O BENEFICIARIO');

  /** The amount, the bank, the first three answers (a number: its status), and the titles registered after them. */
  const amounts: readonly (readonly [
    number,
    { readonly bankNumber?: number },
    readonly (readonly [number, unknown?])[],
    number,
  ])[] = [
    [5_000_001, {}, [[400, error('1', '(54) OPERACAO NAO PERMITIDA - HASH DIVERGENTE')]], 0],
    [5_000_001, SHOPFACIL, [[400, error('9300520', 'VALOR DO TITULO INVALIDO')]], 0],
    [5_000_001, SANTANDER, [[400, error('MP400', 'Dados inválidos')]], 0],
    [5_000_002, SANTANDER, [[200], [400, error('69', 'TITULO JA CADASTRADO')]], 1],
    [
      5_000_038,
      {},
      [
        [400, TAKEN],
        [400, TAKEN],
      ],
      1,
    ],
    [5_000_038, SHOPFACIL, [[400, error('9300574', 'TITULO JA CADASTRADO')]], 1],
    [
      5_000_502,
      {},
      [
        [502, error('MP502', 'our number was not returned by the bank')],
        [400, TAKEN],
      ],
      1,
    ],
    [
      5_000_599,
      {},
      [
        [504, error('MP504', 'GatewayTimeout')],
        [400, TAKEN],
      ],
      1,
    ],
    [5_000_999, {}, [[400, error('777', 'SIMULADOR')]], 0],
    [5_000_500, {}, [[500, error('MP500', 'Internal Error')], [500], [200]], 1],
    [93_005_000, SHOPFACIL, [[200]], 1],
    [93_005_020, SHOPFACIL, [[400, error('9300520', 'SIMULADOR')]], 0],
    [93_005_999, SHOPFACIL, [[400, error('93005999', 'SIMULADOR')]], 0],
    [93_006_000, SHOPFACIL, [[200]], 1],
    [93_005_020, {}, [[200]], 1],
    [5_000_503, {}, [[503], [503], [200]], 1],
    [5_000_400, {}, [[400], [400], [200]], 1],
    [5_000_200, {}, [[200], [200], [200]], 1],
    [5_000_204, {}, [[200], [200], [200]], 1],
  ];
  for (const [amount, bank, answers, registered] of amounts) {
    it(`answers R$ ${(amount / 100).toFixed(2)} at bank ${bank.bankNumber ?? 104} as docs/providers.md says`, async () => {
      const mine = request(bank, { amountInCents: amount });
      for (const [status, expected] of answers) {
        const answer = await send(mine);
        assert.equal(answer.status, status);
        if (expected) assert.deepEqual(answer.body, expected);
      }
      const own = (await banks.counts('boleto-api')).filter(({ key }) => key.endsWith(`/${last}`));
      assert.deepEqual(
        own.map(({ titles, posts }) => ({ titles, posts })),
        [{ titles: registered, posts: answers.length }],
      );
    });
  }

  it('answers a barcode of 45 digits, and the codes of another amount', async () => {
    const long = (await send(request({}, { amountInCents: 5_000_045 }))).body;
    assert.match(long.barCodeNumber, /^1049\d1\d{39}$/);
    assert.equal(long.digitableLine.slice(-10), '0005000045');
    const other = (await send(request({}, { amountInCents: 5_000_105 }))).body;
    assert.equal(other.digitableLine.slice(-10), '0005000106');
    assert.equal(other.barCodeNumber.slice(9, 19), '0005000106');
  });

  it('accepts a due date of today in São Paulo, when UTC has the next day, and refuses yesterday', async () => {
    await clock.advance(Date.parse('2026-03-05T02:59:59Z') - clock.now().getTime());
    assert.equal((await send(request({}, { expireDate: '2026-03-04' }))).status, 200);
    assert.deepEqual(codes((await send(request({}, { expireDate: '2026-03-03' }))).body), ['MPExpireDate']);
  });

  it('registers a nosso número once, and answers the bank’s own error then', async () => {
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

  it('registers a new title at Stone for each request, and counts them by document', async () => {
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

  it('has a page for a title, and only for a title', async () => {
    const { body } = await send(request());
    const page = await fetch(body.links[0].href);
    assert.deepEqual([page.status, page.headers.get('content-type')], [200, 'text/html']);
    assert.match(await page.text(), new RegExp(body.digitableLine));
    const missing = await fetch(`${banks.url('boleto-api')}/boleto?fmt=html&id=none&pk=none`);
    assert.deepEqual(await missing.json(), { errors: [{ code: 'MP404', message: 'Not Found' }] });
  });
});
