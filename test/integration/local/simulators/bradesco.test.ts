import assert from 'node:assert/strict';
import { type Banks, BRADESCO, startBanks } from '../../../support/banks.js';
import { ManualClock } from '../../../support/manual-clock.js';

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

  /** A title that the bank takes, each with a number of its own. */
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
  const payer = (changes: Record<string, unknown>) => ({ pagador: { ...title().pagador, ...changes } });
  const address = (changes: Record<string, unknown>) =>
    payer({ endereco: { ...title().pagador.endereco, ...changes } });

  async function send(body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(`${banks.url('bradesco')}/apiregistro/api`, {
      method: 'POST',
      headers: { authorization: BASIC, 'content-type': 'application/json;charset=UTF-8', ...headers },
      body: JSON.stringify(body),
    });
    return read(response);
  }

  const post = (boleto: object) => send({ merchant_id: BRADESCO.merchant_id, boleto });

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

  it('registers a title once, and tells about it', async () => {
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
    const told = await ask(mine.nosso_numero, mine.numero_documento);
    assert.deepEqual(
      [told.code, told.title.valor_titulo, told.title.data_vencimento],
      [0, 2000, '2030-12-31'],
    );
    assert.deepEqual(await banks.counts('bradesco', `26/${mine.nosso_numero}`), [
      { key: `26/${mine.nosso_numero}`, titles: 1, posts: 2, gets: 1 },
    ]);
  });

  it('takes the same number in another wallet', async () => {
    const mine = title();
    assert.equal((await post(mine)).code, 0);
    assert.equal((await post({ ...mine, carteira: '25' })).code, 0);
  });

  it('knows nothing of a title that it does not hold', async () => {
    assert.equal((await ask('00099999999', '99999999')).code, 93005117);
    const mine = title();
    await post(mine);
    assert.equal((await ask(mine.nosso_numero, 'another')).code, 93005117);
  });

  it('refuses who is not the merchant', async () => {
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

  it('takes JSON only', async () => {
    assert.equal((await send({}, { 'content-type': 'text/plain' })).status, 415);
    const nothing = await fetch(`${banks.url('bradesco')}/apiregistro/other`, {
      headers: { authorization: BASIC },
    });
    assert.equal(nothing.status, 404);
  });

  const wrong: readonly [string, () => object, number][] = [
    ['a wallet that it has not', () => title({ carteira: '99' }), 93005120],
    ['a number for a nosso número', () => title({ nosso_numero: 1 }), 9300511],
    ['a nosso número of 10 digits', () => title({ nosso_numero: '0000000001' }), 9300511],
    ['a number for a document number', () => title({ numero_documento: 1 }), 930052],
    ['no date of issue', () => title({ data_emissao: '' }), 9300517],
    ['a due date that is no day', () => title({ data_vencimento: '2026-02-30' }), 9300528],
    ['a due date with a time', () => title({ data_vencimento: '2030-12-31T00:00:00' }), 9300528],
    ['a value of nothing', () => title({ valor_titulo: 0 }), 9300520],
    ['a value in text', () => title({ valor_titulo: '2000' }), 9300520],
    ['a value in parts of cents', () => title({ valor_titulo: 20.5 }), 9300520],
    ['a due date on the day of issue', () => title({ data_vencimento: '2026-03-04' }), 9300564],
    ['a due date beyond ten years', () => title({ data_vencimento: '2036-03-05' }), 9300576],
    ['a payer without a name', () => title(payer({ nome: '' })), 93005112],
    ['a name of 41 characters', () => title(payer({ nome: 'a'.repeat(41) })), 930052],
    ['a name beyond Latin-1', () => title(payer({ nome: '山田' })), 930052],
    ['a CPF with a wrong check digit', () => title(payer({ documento: '52998224726' })), 9300514],
    ['a CPF as a CNPJ', () => title(payer({ tipo_documento: '2' })), 9300514],
    ['a CEP with a dash', () => title(address({ cep: '01310-100' })), 9300544],
    ['a state by its name', () => title(address({ uf: 'São Paulo' })), 93005126],
    ['a street of 71 characters', () => title(address({ logradouro: 'a'.repeat(71) })), 930052],
    ['a percentage of 7 digits', () => title(charges({ perc_juros: '0100000' })), 930052],
    ['interest of both kinds', () => title(charges({ perc_juros: '00100000', valor_juros: 1 })), 9300530],
    [
      'a fine of both kinds',
      () => title(charges({ perc_multa_atraso: '00100000', valor_multa_atraso: 1 })),
      9300531,
    ],
    ['interest from day 100 on', () => title(charges({ qtde_dias_juros: 100 })), 93005100],
    ['a fine from day 100 on', () => title(charges({ qtde_dias_multa_atraso: 100 })), 9300532],
  ];
  for (const [what, boleto, expected] of wrong) {
    it(`refuses ${what}, and holds nothing`, async () => {
      const { status, code } = await post(boleto());
      assert.deepEqual([status, code], [200, expected]);
    });
  }

  it('holds nothing of what it refused', async () => {
    const mine = title({ valor_titulo: 0 });
    await post(mine);
    assert.equal((await ask(mine.nosso_numero, mine.numero_documento)).code, 93005117);
    assert.equal((await post({ ...mine, valor_titulo: 1 })).code, 0);
  });

  it('does not forget its titles when it is restarted', async () => {
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

function charges(changes: object) {
  return { informacoes_opcionais: changes };
}
