import assert from 'node:assert/strict';
import { BRADESCO, startBanks } from '../../../support/banks.js';
import { ManualClock } from '../../../support/manual-clock.js';
import { BradescoClient } from './bradesco-client.js';

describe('the simulator of Bradesco', () => {
  let bank: BradescoClient;

  before(async () => {
    bank = new BradescoClient(await startBanks({ clock: new ManualClock() }));
  });
  after(() => bank?.banks.stop());

  it('registers a title once, and answers a GET for it', async () => {
    const mine = bank.title();
    const first = await bank.post(mine);
    assert.deepEqual([first.status, first.code], [201, 0]);
    assert.deepEqual(first.title, {
      nosso_numero: mine.nosso_numero,
      numero_documento: mine.numero_documento,
      data_requisicao: '2026-03-04T05:06:07.000Z',
      data_registro: '2026-03-04T05:06:07.000Z',
    });
    const second = await bank.post({ ...mine, valor_titulo: 1 });
    assert.deepEqual([second.status, second.code], [200, 9300574]);
    const asked = await bank.ask(mine.nosso_numero, mine.numero_documento);
    assert.deepEqual(
      [asked.code, asked.title.valor_titulo, asked.title.data_vencimento],
      [0, 2000, '2030-12-31'],
    );
    assert.deepEqual(await bank.banks.counts('bradesco', `26/${mine.nosso_numero}`), [
      { key: `26/${mine.nosso_numero}`, titles: 1, posts: 2, gets: 1 },
    ]);
  });

  it('registers the same number in another wallet', async () => {
    const mine = bank.title();
    assert.equal((await bank.post(mine)).code, 0);
    assert.equal((await bank.post({ ...mine, carteira: '25' })).code, 0);
  });

  it('answers 93005117 to a GET for an unknown title', async () => {
    assert.equal((await bank.ask('00099999999', '99999999')).code, 93005117);
    const mine = bank.title();
    await bank.post(mine);
    assert.equal((await bank.ask(mine.nosso_numero, 'another')).code, 93005117);
  });

  it('refuses other credentials and another merchant', async () => {
    const mine = { merchant_id: BRADESCO.merchant_id, boleto: bank.title() };
    for (const authorization of [
      '',
      'Bearer x',
      `Basic ${btoa(`${BRADESCO.merchant_id}:wrong`)}`,
      `Basic ${btoa('x')}`,
    ]) {
      const { status, code } = await bank.send(mine, { authorization });
      assert.deepEqual([status, code], [401, 93005115]);
    }
    const other = await bank.send({ ...mine, merchant_id: '999999999' });
    assert.equal(other.code, 93005113);
  });

  it('refuses a body that is not JSON, another path and another method', async () => {
    assert.equal((await bank.send({}, { 'content-type': 'text/plain' })).status, 415);
    const nothing = await bank.fetch('/apiregistro/other');
    assert.equal(nothing.status, 404);
    const deleted = await bank.fetch('/apiregistro/api', { method: 'DELETE' });
    assert.equal(deleted.status, 405);
  });

  it('answers a refusal with HTTP 200, and registers nothing', async () => {
    const mine = bank.title({ valor_titulo: 0 });
    const { status, code } = await bank.post(mine);
    assert.deepEqual([status, code], [200, 9300520]);
    assert.equal((await bank.ask(mine.nosso_numero, mine.numero_documento)).code, 93005117);
    assert.equal((await bank.post({ ...mine, valor_titulo: 1 })).code, 0);
  });

  it('completes a registration in process at the first GET', async () => {
    const mine = bank.title({ valor_titulo: 93_005_999 });
    assert.equal((await bank.post(mine)).title.data_registro, null);
    const { code, title: registered } = await bank.ask(mine.nosso_numero, mine.numero_documento);
    assert.deepEqual([code, registered.data_registro], [0, '2026-03-04T05:06:07.000Z']);
  });

  it('keeps its titles over a restart', async () => {
    const mine = bank.title();
    await bank.post(mine);
    bank.banks = await bank.banks.restart();
    assert.equal((await bank.ask(mine.nosso_numero, mine.numero_documento)).code, 0);
    assert.equal((await bank.post(mine)).code, 9300574);
    assert.deepEqual(await bank.banks.counts('bradesco', `26/${mine.nosso_numero}`), [
      { key: `26/${mine.nosso_numero}`, titles: 1, posts: 2, gets: 1 },
    ]);
  });
});
