import assert from 'node:assert/strict';
import { getBoletos, patchBoleto, postBoleto } from '../../../../src/service/api/boletos.js';
import { postConfiguration } from '../../../../src/service/api/configurations.js';
import { call, type Reply, useService, validBody } from '../harness.js';

/** What the functional suites of pagarme/superbowleto send and expect, of 2017 and of its last version. */
describe('a caller of the earlier service', () => {
  const service = useService();
  const post = (body: unknown, headers = {}): Promise<Reply> =>
    call((request) => postBoleto(service, request), { method: 'POST', body, headers });
  const patch = (id: string, body?: unknown): Promise<Reply> =>
    call((request) => patchBoleto(service, request), { method: 'PATCH', id, body });
  const errorsOf = ({ body }: Reply) => body.errors.map(({ message }: { message: string }) => message);

  it('may send numbers as text, a CPF as a number and an instant, and the row has one spelling', async () => {
    const { status, body } = await post(
      validBody({
        amount: '2000',
        title_id: '77',
        expiration_date: '2030-12-31T12:00:00.000Z',
        payer_document_number: 52998224725,
        register: 'true',
        interest: {},
        fine: { percentage: '2', amount: 0, days: 0 },
        token: null,
        reference_id: null,
        external_id: null,
        instructions: null,
        rules: null,
      }),
    );
    assert.equal(status, 201, JSON.stringify(body));
    const [row] = await service.sql(
      'SELECT amount, title_id, expiration_date::text, payer_document_number, interest, fine FROM boletos',
    );
    assert.deepEqual(
      { ...row, amount: Number(row?.amount), title_id: Number(row?.title_id) },
      {
        amount: 2000,
        title_id: 77,
        expiration_date: '2030-12-31',
        payer_document_number: '52998224725',
        interest: null,
        fine: { percentage: 2, days: 1 },
      },
    );
    assert.equal(body.expiration_date, '2030-12-31');
  });

  it('may send a due date as JavaScript writes it', async () => {
    for (const expiration_date of [
      'Tue Dec 31 2030 10:00:00 GMT-0300 (Brasilia Standard Time)',
      'Tue, 31 Dec 2030 13:00:00 GMT',
      Date.UTC(2030, 11, 31, 13),
    ]) {
      const { status, body } = await post(validBody({ expiration_date }));
      assert.deepEqual([status, body.expiration_date], [201, '2030-12-31']);
    }
  });

  it('gets the first answer for a key, whose body is compared as it was sent', async () => {
    const key = { 'Idempotency-Key': 'order-7' };
    const first = await post(validBody({ amount: '2000' }), key);
    const again = await post(validBody({ amount: '2000' }), key);
    assert.deepEqual([again.status, again.body.id], [201, first.body.id]);
    assert.equal((await post(validBody({ amount: 2000 }), key)).status, 422);
  });

  it('reads the sentences that it knows', async () => {
    const wrong = await post({ expiration_date: true, issuer: 100, payer_document_type: 'xxx' });
    assert.equal(wrong.status, 400);
    const sentences = new Set(errorsOf(wrong));
    for (const sentence of [
      '"queue_url" is required',
      '"expiration_date" must be a number of milliseconds or valid date string',
      '"amount" is required',
      '"issuer" must be a string',
      '"payer_name" is required',
      '"payer_document_type" must be one of [cpf, cnpj]',
      '"payer_document_number" is required',
    ]) {
      assert.ok(sentences.has(sentence), `${sentence} is not among ${[...sentences].join('; ')}`);
    }
    const configuration = await call((request) => postConfiguration(service, request), {
      method: 'POST',
      body: {
        external_id: null,
        issuer: 'development',
        issuer_account: '1',
        issuer_agency: '1',
        issuer_wallet: '26',
      },
    });
    assert.deepEqual(errorsOf(configuration), ['"external_id" must be a string']);
  });

  it('may change nothing, without a body', async () => {
    const { body: boleto } = await post(validBody());
    const { status, body } = await patch(boleto.id);
    assert.deepEqual([status, body.paid_amount], [200, 0]);
    assert.equal((await patch(boleto.id, { paid_amount: '300' })).body.paid_amount, 300);
    assert.equal((await patch('bol_c0')).status, 404);
  });

  it('lists with any page and count', async () => {
    await post(validBody());
    for (const query of [{ page: '0' }, { count: '0' }, { count: '500' }] as Record<string, string>[]) {
      const { body } = await call((request) => getBoletos(service, request), { method: 'GET', query });
      assert.equal(body.length, 1, JSON.stringify(query));
    }
  });
});
