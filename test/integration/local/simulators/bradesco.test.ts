import assert from 'node:assert/strict';
import { type Banks, BRADESCO, startBanks } from '../../../support/banks.js';
import { ManualClock } from '../../../support/manual-clock.js';
import { until } from '../../../support/until.js';

const BASIC = `Basic ${btoa(`${BRADESCO.merchant_id}:${BRADESCO.security_key}`)}`;

interface Answer {
  readonly status: number;
  readonly code: unknown;
  readonly title: Record<string, unknown>;
}

describe('the simulator of Bradesco', () => {
  let banks: Banks;
  let last = 0;

  before(async () => {
    banks = await startBanks({ clock: new ManualClock() });
  });
  after(() => banks?.stop());

  /** Returns a valid title with a new number. */
  const title = (changes: Record<string, unknown> = {}) => {
    last += 1;
    return {
      carteira: '26',
      nosso_numero: String(last).padStart(11, '0'),
      numero_documento: String(last),
      data_emissao: '2026-03-04',
      data_vencimento: '2030-12-31',
      valor_titulo: 2000,
      pagador: {
        nome: 'José da Silva',
        documento: '52998224725',
        tipo_documento: '1',
        endereco: {
          cep: '01310100',
          logradouro: 'Avenida Paulista',
          numero: '1000',
          complemento: '',
          bairro: 'Bela Vista',
          cidade: 'São Paulo',
          uf: 'SP',
        },
      },
      ...changes,
    };
  };
  async function send(
    body: unknown,
    headers: Record<string, string> = {},
    signal?: AbortSignal,
  ): Promise<Answer> {
    const response = await fetch(`${banks.url('bradesco')}/apiregistro/api`, {
      method: 'POST',
      headers: { authorization: BASIC, 'content-type': 'application/json;charset=UTF-8', ...headers },
      body: JSON.stringify(body),
      ...(signal ? { signal } : {}),
    });
    return read(response);
  }

  const post = (boleto: object, signal?: AbortSignal) =>
    send({ merchant_id: BRADESCO.merchant_id, boleto }, {}, signal);

  async function ask(nossoNumero: string, documento: string): Promise<Answer> {
    const query = `?nosso_numero=${nossoNumero}&numero_documento=${documento}`;
    const url = `${banks.url('bradesco')}/apiregistro/api${query}`;
    return read(await fetch(url, { headers: { authorization: BASIC } }));
  }

  async function read(response: Response): Promise<Answer> {
    const text = await response.text();
    if (!text.startsWith('{')) return { status: response.status, code: undefined, title: {} };
    const { status, boleto } = JSON.parse(text);
    return { status: response.status, code: status?.codigo, title: boleto };
  }

  it('registers a title once, and answers a GET for it', async () => {
    const mine = title();
    const first = await post(mine);
    assert.deepEqual([first.status, first.code], [201, 0]);
    assert.deepEqual(first.title, {
      nosso_numero: mine.nosso_numero,
      numero_documento: mine.numero_documento,
      data_requisicao: '2026-03-04T05:06:07.000Z',
      data_registro: '2026-03-04T05:06:07.000Z',
    });
    const second = await post({ ...mine, valor_titulo: 1 });
    assert.deepEqual([second.status, second.code], [200, 9300574]);
    const asked = await ask(mine.nosso_numero, mine.numero_documento);
    assert.deepEqual(
      [asked.code, asked.title.valor_titulo, asked.title.data_vencimento],
      [0, 2000, '2030-12-31'],
    );
    assert.deepEqual(await banks.counts('bradesco', `26/${mine.nosso_numero}`), [
      { key: `26/${mine.nosso_numero}`, titles: 1, posts: 2, gets: 1 },
    ]);
  });

  it('registers the same number in another wallet', async () => {
    const mine = title();
    assert.equal((await post(mine)).code, 0);
    assert.equal((await post({ ...mine, carteira: '25' })).code, 0);
  });

  it('answers 93005117 to a GET for an unknown title', async () => {
    assert.equal((await ask('00099999999', '99999999')).code, 93005117);
    const mine = title();
    await post(mine);
    assert.equal((await ask(mine.nosso_numero, 'another')).code, 93005117);
  });

  it('refuses other credentials and another merchant', async () => {
    const mine = { merchant_id: BRADESCO.merchant_id, boleto: title() };
    for (const authorization of [
      '',
      'Bearer x',
      `Basic ${btoa(`${BRADESCO.merchant_id}:wrong`)}`,
      `Basic ${btoa('x')}`,
    ]) {
      const { status, code } = await send(mine, { authorization });
      assert.deepEqual([status, code], [401, 93005115]);
    }
    const other = await send({ ...mine, merchant_id: '999999999' });
    assert.equal(other.code, 93005113);
  });

  it('refuses a body that is not JSON, another path and another method', async () => {
    assert.equal((await send({}, { 'content-type': 'text/plain' })).status, 415);
    const nothing = await fetch(`${banks.url('bradesco')}/apiregistro/other`, {
      headers: { authorization: BASIC },
    });
    assert.equal(nothing.status, 404);
    const deleted = await fetch(`${banks.url('bradesco')}/apiregistro/api`, {
      method: 'DELETE',
      headers: { authorization: BASIC },
    });
    assert.equal(deleted.status, 405);
  });

  it('answers a refusal with HTTP 200, and registers nothing', async () => {
    const mine = title({ valor_titulo: 0 });
    const { status, code } = await post(mine);
    assert.deepEqual([status, code], [200, 9300520]);
    assert.equal((await ask(mine.nosso_numero, mine.numero_documento)).code, 93005117);
    assert.equal((await post({ ...mine, valor_titulo: 1 })).code, 0);
  });

  /** The amount, the status and code of the first three answers, and the titles registered after them. */
  const amounts: readonly (readonly [number, readonly (readonly [number, unknown])[], number])[] = [
    [
      93_005_000,
      [
        [201, 0],
        [200, 9300574],
        [200, 9300574],
      ],
      1,
    ],
    [
      93_005_001,
      [
        [200, 930051],
        [200, 9300574],
        [200, 9300574],
      ],
      1,
    ],
    [
      93_005_003,
      [
        [200, 930053],
        [200, 9300574],
        [200, 9300574],
      ],
      1,
    ],
    [
      93_005_119,
      [
        [200, 93005119],
        [200, 9300574],
        [200, 9300574],
      ],
      1,
    ],
    [
      93_005_074,
      [
        [200, 9300574],
        [200, 9300574],
        [200, 9300574],
      ],
      1,
    ],
    [
      93_005_999,
      [
        [200, 93005999],
        [200, 9300574],
        [200, 9300574],
      ],
      1,
    ],
    [
      93_005_020,
      [
        [200, 9300520],
        [200, 9300520],
        [200, 9300520],
      ],
      0,
    ],
    [
      93_005_117,
      [
        [200, 93005117],
        [200, 93005117],
        [200, 93005117],
      ],
      0,
    ],
    [
      93_005_116,
      [
        [200, 93005116],
        [200, 93005116],
        [201, 0],
      ],
      1,
    ],
    [
      93_006_000,
      [
        [201, 0],
        [200, 9300574],
        [200, 9300574],
      ],
      1,
    ],
    [
      5_000_100,
      [
        [201, '0'],
        [200, 9300574],
        [200, 9300574],
      ],
      1,
    ],
    [
      5_000_503,
      [
        [503, undefined],
        [503, undefined],
        [201, 0],
      ],
      1,
    ],
    [
      5_000_400,
      [
        [400, undefined],
        [400, undefined],
        [201, 0],
      ],
      1,
    ],
    [
      5_000_200,
      [
        [200, undefined],
        [200, undefined],
        [201, 0],
      ],
      1,
    ],
    [
      5_000_204,
      [
        [200, undefined],
        [200, undefined],
        [201, 0],
      ],
      1,
    ],
  ];
  for (const [amount, answers, registered] of amounts) {
    it(`answers R$ ${(amount / 100).toFixed(2)} as docs/providers.md says`, async () => {
      const mine = title({ valor_titulo: amount });
      for (const [status, code] of answers) {
        const answer = await post(mine);
        assert.deepEqual([answer.status, answer.code], [status, code]);
      }
      const key = `26/${mine.nosso_numero}`;
      assert.deepEqual(await banks.counts('bradesco', key), [{ key, titles: registered, posts: 3, gets: 0 }]);
    });
  }

  for (const [amount, code] of [
    [5_000_408, 0],
    [5_000_504, 9300574],
  ] as const) {
    it(`leaves R$ ${amount / 100} without an answer, and then answers ${code}`, async () => {
      const mine = title({ valor_titulo: amount });
      const key = `26/${mine.nosso_numero}`;
      const client = new AbortController();
      const lost = assert.rejects(post(mine, client.signal), { name: 'AbortError' });
      await until('the bank has the request', async () => (await banks.counts('bradesco', key)).length === 1);
      client.abort();
      await lost;
      assert.equal((await post({ ...mine, valor_titulo: 1 })).code, code);
    });
  }

  it('completes a registration in process at the first GET', async () => {
    const mine = title({ valor_titulo: 93_005_999 });
    assert.equal((await post(mine)).title.data_registro, null);
    const { code, title: registered } = await ask(mine.nosso_numero, mine.numero_documento);
    assert.deepEqual([code, registered.data_registro], [0, '2026-03-04T05:06:07.000Z']);
  });

  it('keeps its titles over a restart', async () => {
    const mine = title();
    await post(mine);
    banks = await banks.restart();
    assert.equal((await ask(mine.nosso_numero, mine.numero_documento)).code, 0);
    assert.equal((await post(mine)).code, 9300574);
    assert.deepEqual(await banks.counts('bradesco', `26/${mine.nosso_numero}`), [
      { key: `26/${mine.nosso_numero}`, titles: 1, posts: 2, gets: 1 },
    ]);
  });
});
