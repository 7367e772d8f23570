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
      assert.deepEqual(await idsOf({ page: '100', count: '100' }), []);
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

    it('moves a page and a count into their bounds, as the earlier service did', async () => {
      const ids = [(await post()).body.id, (await post()).body.id].reverse();
      const idsOf = async (query: Record<string, string>) =>
        (await list(query)).body.map(({ id }: { id: string }) => id);
      assert.deepEqual(await idsOf({ count: '0' }), ids.slice(0, 1));
      assert.deepEqual(await idsOf({ count: '-5', page: '2' }), ids.slice(1));
      assert.deepEqual(await idsOf({ count: '1000', page: '0' }), ids);
      assert.deepEqual(await idsOf({ count: '1000', page: '100' }), []);
    });

    it('refuses a page behind which PostgreSQL reads everything, and names the cursor', async () => {
      const { body: boleto } = await post();
      for (const query of [
        { page: '1000000000' },
        { page: '1001' },
        { page: '101', count: '1000' },
        { page: '9'.repeat(400) },
      ]) {
        const { status, body } = await list(query as Record<string, string>);
        assert.equal(status, 400, JSON.stringify(query));
        const message =
          '"page" times "count" must be at most 10000: follow the Link header, whose cursor has no limit';
        assert.deepEqual(body.errors, [{ type: 'invalid_parameter', message, field: 'page' }]);
      }
      assert.equal((await list({ page: '1000000000', cursor: boleto.id })).status, 200);
    });

    it('refuses a cursor of another tenant or of nobody: an empty page would end a sync job silently', async () => {
      const { body: own } = await post();
      const { body: foreign } = await post();
      await service.sql(`INSERT INTO tenants (id) VALUES ('other') ON CONFLICT DO NOTHING`);
      await service.sql(`UPDATE boletos SET tenant_id = 'other' WHERE id = $1`, [foreign.id]);
      assert.equal((await list({ cursor: own.id })).status, 200);
      const answers: [string, Awaited<ReturnType<typeof list>>][] = [];
      for (const cursor of [foreign.id, 'bol_c0', 'x']) {
        answers.push([cursor, await list({ cursor })]);
      }
      // The tests after this one have the installation to themselves again.
      await service.sql('DELETE FROM boletos');
      await service.sql(`DELETE FROM tenants WHERE id = 'other'`);
      for (const [cursor, { status, body }] of answers) {
        assert.equal(status, 400, cursor);
        const message = '"cursor" must be the one of the Link header';
        assert.deepEqual(body.errors, [{ type: 'invalid_parameter', message, field: 'cursor' }]);
      }
    });

    it('compares created_at in the milliseconds that it shows', async () => {
      const { body: boleto } = await post();
      await service.sql(`UPDATE boletos SET created_at = '2026-11-24T12:00:00.123456Z'`);
      const shown = (await get(boleto.id)).body.created_at;
      assert.equal(shown, '2026-11-24T12:00:00.123Z');
      const found = async (query: Record<string, string>) => (await list(query)).body.length;
      assert.equal(await found({ created_at_from: shown, created_at_to: shown }), 1);
      assert.equal(await found({ created_at_from: '2026-11-24T12:00:00.124Z' }), 0);
      assert.equal(await found({ created_at_to: '2026-11-24T12:00:00.122Z' }), 0);
    });

    it('ignores other parameters', async () => {
      assert.equal((await list({ colour: 'blue' })).status, 200);
    });

    for (const [query, field, range] of [
      [{ page: 'x' }, 'page', ''],
      [{ count: '1.5' }, 'count', ''],
      [{ count: '' }, 'count', ''],
      [{ title_id: '0' }, 'title_id', ' from 1 to 999999999999999'],
      [{ title_id: '1000000000000000' }, 'title_id', ' from 1 to 999999999999999'],
    ] as const) {
      it(`refuses ${JSON.stringify(query)}`, async () => {
        const { status, body } = await list(query);
        assert.equal(status, 400);
        const message = `"${field}" must be an integer${range}`;
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

    it('keeps a payment above the amount, and shows it as overpaid', async () => {
      const { body: boleto } = await post({ amount: 2000 });
      assert.equal(boleto.overpaid_amount, 0);
      const paid = (await patch(boleto.id, { paid_amount: 4500 })).body;
      assert.deepEqual([paid.paid_amount, paid.overpaid_amount], [4500, 2500]);
      const [listed] = (await list({})).body;
      assert.deepEqual([listed.paid_amount, listed.overpaid_amount], [4500, 2500]);
      await patch(boleto.id, { paid_amount: 0 });
      assert.equal((await patch(boleto.id, { paid_amount: 1999 })).body.overpaid_amount, 0);
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
