import assert from 'node:assert/strict';
import { getBoleto, getBoletos, patchBoleto, postBoleto } from '../../../../src/service/api/boletos.js';
import { linesOf } from '../../../unit/service/lines.js';
import { call, type Reply, useService, validBody } from '../harness.js';

describe('a boleto in the API', () => {
  const service = useService();

  const post = (changes: Record<string, unknown> = {}): Promise<Reply> =>
    call((request) => postBoleto(service, request), { method: 'POST', body: validBody(changes) });
  const get = (id: string) => call((request) => getBoleto(service, request), { method: 'GET', id });
  const list = (query: Record<string, string> = {}) =>
    call((request) => getBoletos(service, request), { method: 'GET', query });
  const patch = (id: string, body: unknown) =>
    call((request) => patchBoleto(service, request), { method: 'PATCH', id, body });

  it('logs ids and states, but nothing about the payer', async () => {
    const { lines } = await linesOf(async () => {
      const { body } = await post({ token: 'a-token', company_name: 'Loja', instructions: 'urgent' });
      await post({ payer_document_number: '52998224720' });
      await get(body.id);
      await list({ token: 'a-token' });
    });
    assert.ok(lines.length >= 6);
    for (const line of lines) assert.equal(typeof JSON.parse(line).event, 'string');
    assert.doesNotMatch(lines.join(), /Maria|529\.?982|a-token|Loja|urgent/);
    assert.match(lines.join(), /"event":"registration","boleto_id":"bol_/);
  });

  describe('GET /boletos', () => {
    it('lists the newest boletos first, page by page', async () => {
      const ids: string[] = [];
      for (let count = 0; count < 5; count++) ids.unshift((await post()).body.id);
      const idsOf = async (query: Record<string, string>) =>
        (await list(query)).body.map(({ id }: { id: string }) => id);
      assert.deepEqual(await idsOf({}), ids);
      assert.deepEqual(await idsOf({ page: '1', count: '2' }), ids.slice(0, 2));
      assert.deepEqual(await idsOf({ page: '3', count: '2' }), ids.slice(4));
      assert.deepEqual(await idsOf({ page: '4', count: '2' }), []);
      assert.deepEqual(await idsOf({ page: '1000000000', count: '100' }), []);
    });

    it('finds by token and by title id', async () => {
      const { body: first } = await post({ token: 'first' });
      const { body: second } = await post({ token: 'second', title_id: 77 });
      assert.deepEqual((await list({ token: 'first' })).body, [first]);
      assert.deepEqual((await list({ title_id: '77' })).body, [second]);
      assert.deepEqual((await list({ token: 'first', title_id: '77' })).body, []);
    });

    it('accepts the largest count and title id, and a time with an offset', async () => {
      for (const query of [
        { count: '1' },
        { count: '100' },
        { title_id: '999999999999999' },
        { created_at_from: '2026-11-24T12:00:00-03:00' },
      ] as Record<string, string>[]) {
        assert.equal((await list(query)).status, 200, JSON.stringify(query));
      }
    });

    it('ignores other parameters', async () => {
      assert.equal((await list({ colour: 'blue' })).status, 200);
    });

    for (const [query, field, max] of [
      [{ count: '0' }, 'count', 100],
      [{ count: '101' }, 'count', 100],
      [{ count: '-5' }, 'count', 100],
      [{ page: '0' }, 'page', 1_000_000_000],
      [{ title_id: '0' }, 'title_id', 999_999_999_999_999],
      [{ page: 'x' }, 'page', 1_000_000_000],
      [{ title_id: '1000000000000000' }, 'title_id', 999_999_999_999_999],
    ] as const) {
      it(`refuses ${JSON.stringify(query)}`, async () => {
        const { status, body } = await list(query);
        assert.equal(status, 400);
        const message = `"${field}" must be an integer from 1 to ${max}`;
        assert.deepEqual(body, { errors: [{ type: 'invalid_parameter', message, field }] });
      });
    }
  });

  describe('GET /boletos/{id}', () => {
    for (const id of ['bol_nothing', '', "'; DROP TABLE boletos; --", 'x'.repeat(5000), 'bol_\0']) {
      it(`answers 404 for ${JSON.stringify(id.slice(0, 30))}`, async () => {
        const { status, body } = await get(id);
        assert.equal(status, 404);
        assert.deepEqual(body, { errors: [{ type: 'not_found', message: 'Boleto not found', field: null }] });
      });
    }
  });

  describe('PATCH /boletos/{id}', () => {
    it('notes a payment, and takes it back', async () => {
      const { body: boleto } = await post();
      const { status, body } = await patch(boleto.id, { paid_amount: 1999, bank_response_code: '06' });
      assert.equal(status, 200);
      assert.deepEqual(
        { ...body, updated_at: boleto.updated_at },
        { ...boleto, paid_amount: 1999, bank_response_code: '06' },
      );
      assert.equal((await patch(boleto.id, { paid_amount: 0 })).body.paid_amount, 0);
      assert.equal((await get(boleto.id)).body.bank_response_code, '06');
    });

    it('notes a payment above 32 bits', async () => {
      const { body: boleto } = await post({ amount: 9_999_999_999 });
      const { status, body } = await patch(boleto.id, { paid_amount: 9_999_999_999 });
      assert.equal(status, 200);
      assert.equal(body.paid_amount, 9_999_999_999);
    });

    it('changes no other field', async () => {
      const { body: boleto } = await post();
      const { status, body } = await patch(boleto.id, { amount: 1, status: 'refused', paid_amount: -1 });
      assert.equal(status, 400);
      assert.deepEqual(
        body.errors.map(({ field }: { field: string }) => field),
        ['paid_amount', 'amount', 'status'],
      );
      assert.deepEqual((await get(boleto.id)).body, boleto);
    });

    it('notes no payment of a refused boleto, but does store its bank code', async () => {
      const { body: boleto } = await post({ amount: 5_000_004 });
      const { status, body } = await patch(boleto.id, { paid_amount: 5_000_004 });
      assert.equal(status, 409);
      assert.deepEqual(body, {
        errors: [{ type: 'conflict', message: 'a refused boleto cannot be paid', field: 'paid_amount' }],
      });
      assert.equal((await patch(boleto.id, { bank_response_code: '03' })).status, 200);
    });

    it('answers 404 for a boleto that does not exist', async () => {
      assert.equal((await patch('bol_nothing', { paid_amount: 1 })).status, 404);
    });
  });
});
