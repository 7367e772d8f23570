import assert from 'node:assert/strict';
import { postBoleto } from '../../../../src/service/api/boletos.js';
import { processBatch } from '../../../../src/service/registration/process-batch.js';
import { providersOf, useBanks } from '../../../support/banks.js';
import { linesOf } from '../../../unit/service/lines.js';
import { call, useService, validBody } from '../harness.js';

const ADDRESS = {
  zipcode: '01310-100',
  street: 'Avenida Paulista',
  street_number: '1000',
  neighborhood: 'Bela Vista',
  city: 'São Paulo',
  state: 'SP',
};

describe('a boleto between the service and its bank', function () {
  this.timeout(60_000);
  const service = useService();
  const banks = useBanks();
  before(() => Object.assign(service, { providers: providersOf(banks) }));

  const create = async (changes: Record<string, unknown>) => {
    const body = validBody({
      payer_address: ADDRESS,
      company_name: 'Empresa Exemplo Ltda',
      company_document_number: '11222333000181',
      ...changes,
    });
    const event = { method: 'POST', body };
    const { result } = await linesOf(() => call((request) => postBoleto(service, request), event));
    assert.equal(result.status, 201, JSON.stringify(result.body));
    return result.body;
  };
  const deliver = async (...ids: string[]) => {
    const records = ids.map((id, index) => ({
      messageId: `message-${index}`,
      body: JSON.stringify({ boleto_id: id }),
    }));
    const options = { ...service, deadline: Date.now() + 25_000 };
    await linesOf(() => Promise.all(records.map((record) => processBatch({ Records: [record] }, options))));
  };
  const stored = async (id: string) => (await service.sql('SELECT * FROM boletos WHERE id = $1', [id]))[0];
  const titlesAt = async (name: 'bradesco' | 'boleto-api', key: string) => {
    const [count] = await banks.counts(name, key);
    return [count?.titles, count?.posts];
  };

  it('is registered at Bradesco during the request', async () => {
    const boleto = await create({ issuer: 'bradesco', title_id: 1 });
    assert.deepEqual(
      [boleto.status, boleto.issuer_id, boleto.issuer_response_code, boleto.barcode],
      ['registered', '00000000001', '0', '23791313800000020003381260000000000100097210'],
    );
    assert.deepEqual(await titlesAt('bradesco', '26/00000000001'), [1, 1]);
  });

  it('is at Bradesco in the wallet of its rule: row, barcode and bank must not differ', async () => {
    for (const [rule, given, wallet] of [
      ['strict_expiration_date', '26', '25'],
      ['no_strict', '25', '26'],
    ]) {
      const boleto = await create({
        issuer: 'bradesco',
        issuer_wallet: given,
        title_id: 9,
        rules: [rule],
      });
      const free = `3381${wallet}0000000000900097210`;
      assert.deepEqual(
        [boleto.status, boleto.issuer_wallet, boleto.barcode.slice(19)],
        ['registered', wallet, free],
      );
      assert.equal((await stored(boleto.id))?.issuer_wallet, wallet);
      assert.deepEqual(await titlesAt('bradesco', `${wallet}/00000000009`), [1, 1]);
    }
  });

  it("mistake 21: has the bank's codes and page in the answer and in the table", async () => {
    const boleto = await create({
      issuer: 'boleto-api-stone',
      issuer_agency: '1',
      issuer_account: '1',
      issuer_wallet: '1',
    });
    assert.equal(boleto.status, 'registered');
    const row = await stored(boleto.id);
    for (const field of ['barcode', 'digitable_line', 'issuer_id']) {
      assert.ok(boleto[field], field);
      assert.equal(boleto[field], row?.[field], field);
    }
    // Its column keeps the name that the release before writes.
    assert.ok(boleto.bank_url);
    assert.equal(boleto.bank_url, row?.boleto_url);
    assert.equal(boleto.barcode.slice(0, 3), '197');
  });

  it('mistake 15: is answered 201 and registered later if the bank fails', async () => {
    const boleto = await create({ issuer: 'bradesco', title_id: 2, amount: 5_000_503 });
    assert.equal(boleto.status, 'pending_registration');
    await deliver(boleto.id);
    await deliver(boleto.id);
    assert.equal((await stored(boleto.id))?.status, 'registered');
    assert.deepEqual(await titlesAt('bradesco', '26/00000000002'), [1, 3]);
  });

  it('mistake 3: becomes one title if several workers receive it at the same time', async () => {
    const boleto = await create({ issuer: 'bradesco', title_id: 3, amount: 5_000_408 });
    await deliver(boleto.id, boleto.id, boleto.id, boleto.id);
    assert.deepEqual(await titlesAt('bradesco', '26/00000000003'), [0, 2]);
    await deliver(boleto.id, boleto.id, boleto.id, boleto.id);
    assert.equal((await stored(boleto.id))?.status, 'registered');
    assert.deepEqual(await titlesAt('bradesco', '26/00000000003'), [1, 3]);
  });

  for (const [issuer, account, key, posts] of [
    ['bradesco', {}, '26/00000000004', 1],
    ['boleto-api-caixa', { issuer_account: '1103388', issuer_wallet: '14' }, '104/1103388/4', 2],
  ] as const) {
    it(`mistake 23: is registered as one title, not refused, if ${issuer} stored it without answering`, async () => {
      const boleto = await create({ issuer, ...account, title_id: 4, amount: 5_000_504 });
      assert.equal(boleto.status, 'pending_registration');
      const name = issuer === 'bradesco' ? 'bradesco' : 'boleto-api';
      assert.deepEqual(await titlesAt(name, key), [1, 1]);
      await deliver(boleto.id);
      assert.equal((await stored(boleto.id))?.status, 'registered');
      assert.deepEqual(await titlesAt(name, key), [1, posts]);
    });
  }
});
