import assert from 'node:assert/strict';
import { postBoleto } from '../../../../src/service/api/boletos.js';
import { call, type Reply, useService, validBody } from '../harness.js';

describe('POST /boletos with title ids', () => {
  const service = useService();

  const post = (changes: Record<string, unknown> = {}): Promise<Reply> =>
    call((request) => postBoleto(service, request), { method: 'POST', body: validBody(changes) });

  it('counts the title ids of each agency, account and wallet separately', async () => {
    const titleIds: number[] = [];
    for (const changes of [{}, {}, { issuer_wallet: '09' }, { issuer_account: '1' }, {}]) {
      titleIds.push((await post(changes)).body.title_id);
    }
    assert.deepEqual(titleIds, [1, 2, 1, 1, 3]);
  });

  it('uses one series of title ids for all issuers of a bank, and another one for development', async () => {
    const titleIdOf = async (issuer: string, changes = {}) =>
      (await post({ issuer, register: false, ...changes })).body.title_id;
    const titleIds: number[] = [];
    for (const issuer of ['bradesco', 'boleto-api-bradesco-shopfacil', 'development', 'bradesco']) {
      titleIds.push(await titleIdOf(issuer));
    }
    assert.deepEqual(titleIds, [1, 2, 1, 3]);
    const taken = await post({ issuer: 'boleto-api-bradesco-shopfacil', register: false, title_id: 3 });
    assert.deepEqual([taken.status, taken.body.errors[0].field], [400, 'title_id']);
    await titleIdOf('boleto-api-bradesco-shopfacil', { title_id: 4 });
    assert.equal(await titleIdOf('bradesco'), 5);
    assert.equal(await titleIdOf('development'), 2);
  });

  it('uses no title id twice for concurrent requests', async () => {
    const boletos = await Promise.all(Array.from({ length: 20 }, () => post()));
    assert.equal(new Set(boletos.map(({ body }) => body.title_id)).size, 20);
  });

  it('skips the title ids that callers chose', async () => {
    for (const title_id of [1, 2, 3, 5]) await post({ title_id });
    assert.equal((await post()).body.title_id, 4);
    assert.equal((await post()).body.title_id, 6);
  });

  for (const [field, plain, padded] of [
    ['issuer_account', '9721', '0009721'],
    ['issuer_agency', '381', '0381'],
    ['issuer_wallet', '9', '09'],
  ] as const) {
    it(`ignores leading zeros of ${field}`, async () => {
      await post({ title_id: 1, [field]: plain });
      const { status, body } = await post({ title_id: 1, [field]: padded });
      assert.equal(status, 400);
      assert.deepEqual(body, {
        errors: [
          {
            type: 'invalid_parameter',
            message: '"title_id" is taken by another boleto of this wallet',
            field: 'title_id',
          },
        ],
      });
      assert.equal((await post({ [field]: padded })).body.title_id, 2);
      assert.equal((await post({ [field]: plain })).body.title_id, 3);
      const sequences = await service.sql('SELECT last FROM title_ids WHERE last > 0');
      assert.deepEqual(sequences, [{ last: '3' }], 'one sequence for both spellings');
    });
  }
});
