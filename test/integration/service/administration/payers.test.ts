import assert from 'node:assert/strict';
import type { PayerBoleto } from '../../../../src/administration/index.js';
import { administer } from '../../../../src/service/administration/administer.js';
import { linesOf } from '../../../unit/service/lines.js';
import { useApi } from '../api.js';
import { NOW, validBody } from '../harness.js';

const DOCUMENT = '52998224725';
const PAYER = {
  name: 'Maria da Conceição',
  document: DOCUMENT,
  street: 'Rua Escondida',
  note: 'Aluguel de Maria',
};
const TABLES = ['boletos', 'outbox', 'idempotency_keys', 'boleto_changes'];
const COMPANY = {
  company_name: 'Loja',
  company_document_number: '12.ABC.345/01DE-35',
  company_address: { street: 'Rua Funchal', city: 'São Paulo' },
};

describe('the erasure of a payer', () => {
  const { service, api } = useApi();

  const setTime = (now: string) =>
    Object.assign(service, { clock: { ...service.clock, now: () => new Date(now) } });
  afterEach(async () => {
    setTime(NOW);
    await service.sql('UPDATE tenants SET payer_retention_days = 0');
  });

  const post = async (changes: Record<string, unknown> = {}, key = ''): Promise<string> => {
    const body = validBody({
      expiration_date: '2026-11-25',
      payer_address: { street: PAYER.street },
      instructions: PAYER.note,
      ...COMPANY,
      ...changes,
    });
    const headers: Record<string, string> = key ? { 'Idempotency-Key': key } : {};
    const reply = await api({ method: 'POST', path: '/boletos', body, headers });
    assert.equal(reply.status, 201, reply.bytes.toString());
    return reply.json().id;
  };
  const pay = (id: string) => api({ method: 'PATCH', path: `/boletos/${id}`, body: { paid_amount: 2000 } });
  // biome-ignore lint/suspicious/noExplicitAny: a wrong shape fails the test
  const ask = (command: string, fields: object): Promise<any> =>
    administer(() => service, { command, tenant: 'default', ...fields }, Date.now() + 20_000);
  const find = async (document = DOCUMENT): Promise<PayerBoleto[]> =>
    (await ask('payer.find', { document })).boletos;
  const erase = async (boletos: readonly string[]) => ask('payer.erase', { document: DOCUMENT, boletos });
  const reasons = async () => (await find()).map(({ kept_because }) => kept_because);
  /** Returns the tables that hold anything of the payer. */
  async function tablesWithPayer(): Promise<string[]> {
    const found: string[] = [];
    for (const table of TABLES) {
      const text = JSON.stringify(await service.sql(`SELECT * FROM ${table}`));
      if (Object.values(PAYER).some((value) => text.includes(value))) found.push(table);
    }
    return found;
  }

  it('left data behind: nothing of the payer is left, and amounts and states are', async () => {
    const ids = [await post({ reference_id: 'order-7' }, 'k1'), await post()];
    await pay(ids[0] ?? '');
    const facts = 'id, status, amount, paid_amount, title_id, barcode, reference_id, token';
    const before = await service.sql(`SELECT ${facts} FROM boletos ORDER BY id`);
    assert.deepEqual(await tablesWithPayer(), ['boletos', 'idempotency_keys']);
    setTime('2026-12-01T12:00:00Z');
    const { lines } = await linesOf(async () => {
      assert.deepEqual((await find('529.982.247-25')).map(({ id }) => id).sort(), [...ids].sort());
      assert.deepEqual(await erase(ids), { ok: true, erased: 2 });
    });
    assert.doesNotMatch(lines.join(), /Maria|529/);
    assert.deepEqual(await tablesWithPayer(), []);
    assert.deepEqual(await service.sql(`SELECT ${facts} FROM boletos ORDER BY id`), before);
    assert.deepEqual(await find(), []);
    const changes = await service.sql(
      `SELECT boleto_id, before, after FROM boleto_changes WHERE what = 'erasure'`,
    );
    assert.deepEqual(
      changes.map(({ boleto_id, ...rest }) => [ids.includes(String(boleto_id)), rest]),
      ids.map(() => [true, { before: null, after: { payer: 'erased' } }]),
    );
  });

  it('takes the final beneficiary too if it is the payer, and leaves another one', async () => {
    const final = (document_number: string) => ({ final_beneficiary: { name: PAYER.name, document_number } });
    const other = { final_beneficiary: { name: 'Loja Final', document_number: '11222333000181' } };
    const ids = [await post(final('529.982.247-25'), 'k1'), await post(other, 'k2'), await post({}, 'k3')];
    setTime('2026-12-01T12:00:00Z');
    assert.deepEqual(await erase(ids), { ok: true, erased: 3 });
    assert.deepEqual(await tablesWithPayer(), []);
    const expected = [null, other.final_beneficiary, null];
    const rows = await service.sql('SELECT final_beneficiary FROM boletos ORDER BY array_position($1, id)', [
      ids,
    ]);
    assert.deepEqual(
      rows.map((row) => row.final_beneficiary),
      expected,
    );
    const answers = await service.sql(
      `SELECT answer -> 'final_beneficiary' AS final FROM idempotency_keys ORDER BY key`,
    );
    assert.deepEqual(
      answers.map((row) => row.final),
      expected,
    );
  });

  it('leaves a boleto that is shown, paid and cancelled, whose slip says why there is none', async () => {
    const [paid, other] = [await post({}, 'k1'), await post()];
    const slip = () => api({ method: 'GET', path: `/boletos/${paid}/slip` });
    assert.equal((await slip()).status, 200);
    setTime('2026-12-01T12:00:00Z');
    await erase([paid, other]);
    const shown = (await api({ method: 'GET', path: `/boletos/${paid}` })).json();
    assert.deepEqual(
      [shown.payer_name, shown.payer_document_number, shown.status],
      [null, null, 'registered'],
    );
    assert.equal((await pay(paid)).json().paid_amount, 2000);
    assert.equal(
      (await api({ method: 'POST', path: `/boletos/${other}/cancel` })).json().status,
      'cancelled',
    );
    const { status, json } = await slip();
    assert.equal(status, 409);
    assert.match(
      json().errors[0].message,
      /^the payer's data was erased on \d{4}-\d\d-\d\d: the boleto has no slip any more$/,
    );
    const [kept] = await service.sql('SELECT answer FROM idempotency_keys');
    assert.equal((kept as { answer: { payer_name: unknown } }).answer.payer_name, null);
    const list = await api({ method: 'GET', path: '/boletos' });
    assert.equal(list.json().length, 2);
  });

  it('is refused while a boleto is open, and erases nothing then', async () => {
    const ids = [await post(), await post({ expiration_date: '2030-12-31' })];
    setTime('2026-12-01T12:00:00Z');
    assert.deepEqual((await reasons()).sort(), [null, 'open']);
    const { error } = await erase(ids);
    assert.equal(error.code, 'PAYER_KEPT');
    assert.deepEqual(await tablesWithPayer(), ['boletos']);
    await pay(ids[1] ?? '');
    assert.deepEqual(await erase(ids), { ok: true, erased: 2 });
  });

  for (const [state, changes, reason] of [
    ['issued and past due', `status = 'issued', register = false`, null],
    ['to be registered', `status = 'issued', register = true`, 'open'],
    ['pending', `status = 'pending_registration'`, 'open'],
    ['pending and paid', `status = 'pending_registration', paid_amount = 1`, 'open'],
    ['registered and past due', `status = 'registered'`, null],
    ['registered and due today', `status = 'registered', expiration_date = '2026-12-01'`, 'open'],
    ['paid before its due date', `paid_amount = 1, expiration_date = '2030-12-31'`, null],
    ['failed and not due', `status = 'failed', expiration_date = '2030-12-31'`, 'open'],
    ['failed and past due', `status = 'failed'`, null],
    ['refused', `status = 'refused', expiration_date = '2030-12-31'`, null],
    ['cancelled', `status = 'cancelled', expiration_date = '2030-12-31'`, null],
  ] as const) {
    it(`is ${reason ? 'refused' : 'done'} for a boleto that is ${state}`, async () => {
      await post();
      await service.sql(`UPDATE boletos SET ${changes}`);
      setTime('2026-12-01T12:00:00Z');
      assert.deepEqual(await reasons(), [reason]);
    });
  }

  it('is refused within the retention that the tenant sets, which counts from the due date', async () => {
    const id = await post();
    await pay(id);
    const { tenant } = await ask('tenant.update', { payer_retention_days: 30 });
    assert.equal(tenant.payer_retention_days, 30);
    setTime('2026-12-25T12:00:00Z');
    assert.deepEqual(await reasons(), ['retention']);
    assert.equal((await erase([id])).error.code, 'PAYER_KEPT');
    setTime('2026-12-26T12:00:00Z');
    assert.deepEqual(await reasons(), [null]);
    assert.deepEqual(await erase([id]), { ok: true, erased: 1 });
  });

  it("touches no other payer's and no other tenant's boleto, whatever ids it is given", async () => {
    const other = await post({ payer_document_number: '111.444.777-35' });
    const id = await post();
    await service.sql(`UPDATE boletos SET tenant_id = 'stranger' WHERE id = $1`, [id]);
    setTime('2026-12-01T12:00:00Z');
    assert.deepEqual(await erase([other, id]), { ok: true, erased: 0 });
    assert.deepEqual(await find(), []);
  });

  it('leaves a failed boleto that no operator can have registered again', async () => {
    const id = await post();
    await service.sql(`UPDATE boletos SET status = 'failed'`);
    setTime('2026-12-01T12:00:00Z');
    await erase([id]);
    const { error } = await administer(
      () => service,
      { command: 'boleto.retry', id },
      Date.now() + 5_000,
    ).then((answer) => answer as { error: { code: string; message: string } });
    assert.deepEqual(error, {
      code: 'BOLETO_NOT_FAILED',
      message: `Boleto ${id} has no payer any more, and no bank registers it without.`,
    });
  });

  it('finds boletos over more than one page, and reports a wrong document without repeating it', async () => {
    const id = await post();
    await service.sql(
      `INSERT INTO boletos (id, tenant_id, title_series, token, queue_url, status, register, expiration_date, amount,
         issuer, issuer_account, issuer_agency, issuer_wallet, title_id, created_at)
       SELECT 'bol_filler' || n, 'default', 'development', 't', 'q', 'registered', true, '2026-01-01', 1,
         'development', '1', '1', '1', n, now() + interval '1 hour' + n * interval '1 ms' FROM generate_series(1, 5000) n`,
    );
    const first = await ask('payer.find', { document: DOCUMENT });
    assert.deepEqual([first.boletos, first.next], [[], 'bol_filler1']);
    const second = await ask('payer.find', { document: DOCUMENT, after: first.next });
    assert.deepEqual([second.boletos.length, second.boletos[0].id, second.next], [1, id, null]);
    const { error } = await ask('payer.find', { document: '52998224720' });
    assert.deepEqual(error, { code: 'INVALID_REQUEST', message: '"document" must be a valid CPF or CNPJ' });
  });
});
