import assert from 'node:assert/strict';
import { systemClock } from '../../../../src/clock.js';
import { createWallets } from '../../../../src/service/tenants/wallets.js';
import { useApi } from '../api.js';
import { addTenant, validBody } from '../harness.js';

const COMPANY = {
  company_name: 'Padaria São João Ltda.',
  company_document_number: '12.ABC.345/01DE-35',
  company_address: { street: 'Rua das Flores', street_number: 12, city: 'São Paulo', state: 'SP' },
};

describe('GET /boletos/{id}/slip', () => {
  const { service, api } = useApi();

  async function create(changes: Record<string, unknown> = {}): Promise<string> {
    const body = validBody({ ...COMPANY, ...changes });
    const reply = await api({ method: 'POST', path: '/boletos', body });
    assert.equal(reply.status, 201, reply.bytes.toString());
    return reply.json().id;
  }
  const slip = (id: string, accept?: string) =>
    api({
      method: 'GET',
      path: `/boletos/${id}/slip`,
      ...(accept === undefined ? {} : { headers: { Accept: accept } }),
    });

  it('is a page with everything that the payer needs', async () => {
    const id = await create({
      title_id: 1,
      instructions: 'Não receber após o vencimento\nMulta de 2 %',
      payer_address: { street: 'Avenida Água Branca', street_number: '1000', zipcode: '01310100' },
    });
    const { status, headers, bytes } = await slip(id);
    assert.equal(status, 200);
    assert.deepEqual(headers, {
      'content-type': 'text/html; charset=utf-8',
      'content-language': 'pt-BR',
      'content-disposition': `inline; filename="${id}.html"`,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
      vary: 'Accept',
      'x-request-id': 'request-1',
    });
    const html = bytes.toString();
    for (const text of [
      '23793.38128 60000.000004 01000.972107 1 31380000002000',
      '26/00000000001-7',
      '3381-2/0009721-7',
      '31/12/2030',
      '20,00',
      'Padaria São João Ltda.',
      '12.ABC.345/01DE-35',
      'Rua das Flores, 12 - São Paulo/SP',
      'Maria da Conceição',
      '529.982.247-25',
      'Avenida Água Branca, 1000 - CEP 01310-100',
      'Não receber após o vencimento',
      'Multa de 2 %',
    ]) {
      assert.ok(html.includes(text), text);
    }
  });

  it('contains nothing that loads or runs', async () => {
    const html = (await slip(await create())).bytes.toString();
    assert.doesNotMatch(html, /<script|<link|<img|<iframe|url\(|\son\w+=|https?:/i);
  });

  it('escapes markup in the fields of a boleto', async () => {
    const id = await create({ payer_name: '<script>alert(1)</script>' });
    const html = (await slip(id)).bytes.toString();
    assert.ok(!html.includes('<script>'));
    assert.ok(html.includes('&#60;script&#62;alert(1)'));
  });

  it('is a PDF at slip.pdf', async () => {
    const id = await create();
    const { status, headers, bytes } = await api({ method: 'GET', path: `/boletos/${id}/slip.pdf` });
    assert.equal(status, 200);
    assert.equal(headers['content-type'], 'application/pdf');
    assert.equal(headers['content-disposition'], `inline; filename="${id}.pdf"`);
    assert.equal(headers['cache-control'], 'private, no-store');
    assert.equal(bytes.subarray(0, 8).toString(), '%PDF-1.7');
    assert.match(bytes.toString('latin1'), /%%EOF\s*$/);
  });

  for (const [accept, type] of [
    ['application/pdf', 'application/pdf'],
    ['application/pdf, text/html;q=0.9', 'application/pdf'],
    ['text/*;q=0.5, application/*', 'application/pdf'],
    ['text/html, application/pdf;q=0.9', 'text/html; charset=utf-8'],
    ['text/html, application/pdf', 'text/html; charset=utf-8'],
    ['*/*', 'text/html; charset=utf-8'],
    ['*/*;q=0.1, text/html;q=0', 'application/pdf'],
    ['application/json', 'text/html; charset=utf-8'],
    ['', 'text/html; charset=utf-8'],
    [';;,,q=x', 'text/html; charset=utf-8'],
  ] as const) {
    it(`is ${type} if the request accepts ${JSON.stringify(accept)}`, async () => {
      const { status, headers } = await slip(await create(), accept);
      assert.equal(status, 200);
      assert.equal(headers['content-type'], type);
    });
  }

  for (const [issuer, account, wallet, titleId, code, printedWallet] of [
    ['boleto-api-caixa', '200656', '25', '14000000000000007-3', '3381/200656-1', 'RG'],
    ['boleto-api-itau', '12345', '109', '109/00000007-', '3381/12345-8', '109'],
    ['boleto-api-santander', '1234567', '101', '000000000007-', '3381/1234567', '101'],
    ['boleto-api-banco-do-brasil', '1234567', '17', '12345670000000007', '3381/1234567', '17'],
  ] as const) {
    it(`shows the numbers of title and beneficiary as the bank of ${issuer} prints them`, async () => {
      const fields = { issuer, issuer_account: account, issuer_wallet: wallet };
      const id = await create({ ...fields, register: false, title_id: 7 });
      const { status, bytes } = await slip(id);
      assert.equal(status, 200, bytes.toString());
      for (const text of [titleId, `>${code}<`, `>${printedWallet}<`]) {
        assert.ok(bytes.toString().includes(text), text);
      }
    });
  }

  it('shows the terms, the kind and the beneficiário final of the boleto', async () => {
    const id = await create({
      document_type: 'DS',
      issuer_account_digit: '3',
      interest: { percentage: 1 },
      fine: { amount: 50, days: 2 },
      discounts: [{ percentage: 10, until: '2030-12-01' }],
      days_to_expire: 30,
      divergent_payment: { mode: 'minimum', amount: 1000 },
      final_beneficiary: { name: 'Moinho Três Irmãos S.A.', document_number: '11.222.333/0001-81' },
    });
    const html = (await slip(id)).bytes.toString();
    for (const text of [
      '>DS<',
      '3381-2/0009721-3',
      'Desconto de 10% (R$ 2,00) para pagamento até 01/12/2030.',
      'Juros de 1% ao mês (R$ 0,01 por dia) a partir de 01/01/2031.',
      'Multa de R$ 0,50 a partir de 02/01/2031.',
      'Não receber após 30/01/2031.',
      'Pode ser pago por qualquer valor a partir de R$ 10,00.',
      'Beneficiário final',
      'Moinho Três Irmãos S.A.',
      '11.222.333/0001-81',
    ]) {
      assert.ok(html.includes(text), text);
    }
  });

  it('of Banco do Brasil shows the account, and the convênio without one', async () => {
    const fields = { issuer: 'boleto-api-banco-do-brasil', issuer_account: '1474166', issuer_agency: '4042' };
    const code = async (more: object) => {
      const id = await create({ ...fields, issuer_wallet: '17', register: false, ...more });
      return />(4042[^<]*)</.exec((await slip(id)).bytes.toString())?.[1];
    };
    assert.equal(await code({ issuer_bank_account: '61900' }), '4042-8/00061900-0');
    assert.equal(await code({}), '4042/1474166');
  });

  describe('is refused', () => {
    const refused = async (id: string, field: string | null, message: string, status = 409) => {
      for (const path of [`/boletos/${id}/slip`, `/boletos/${id}/slip.pdf`]) {
        const reply = await api({ method: 'GET', path });
        assert.equal(reply.status, status);
        const type = status === 404 ? 'not_found' : 'conflict';
        assert.deepEqual(reply.json(), { errors: [{ type, message, field }] });
        assert.equal(reply.headers['content-type'], 'application/json; charset=utf-8');
      }
    };

    it('for a boleto that does not exist, or that another tenant has', async () => {
      await refused('bol_nothing', null, 'Boleto not found', 404);
      const id = await create();
      await addTenant(service, { id: 'other', keyId: 'key-of-other', account: '9722' });
      const reply = await api({ method: 'GET', path: `/boletos/${id}/slip`, apiKeyId: 'key-of-other' });
      assert.equal(reply.status, 404);
    });

    it('for a cancelled boleto', async () => {
      const id = await create();
      assert.equal((await api({ method: 'POST', path: `/boletos/${id}/cancel` })).status, 200);
      await refused(id, 'status', 'a cancelled boleto has no slip');
    });

    it('for a boleto that the bank refused', async () => {
      await refused(await create({ amount: 5_000_004 }), 'status', 'a refused boleto has no slip');
    });

    it('for a boleto whose registration failed', async () => {
      const id = await create();
      await service.sql(`UPDATE boletos SET status = 'failed' WHERE id = $1`, [id]);
      await refused(id, 'status', 'a failed boleto has no slip');
    });

    it('without a beneficiary', async () => {
      const message =
        'the boleto has no company_name, and its slip has to show it: ask the operator to set it for the wallet';
      await refused(await create({ company_name: null }), 'company_name', message);
    });

    it('without a payer', async () => {
      const id = await create({ register: false, payer_name: null, payer_document_number: null });
      await refused(id, 'payer_name', 'the boleto has no payer_name, and its slip has to show it');
    });

    it('before the bank has numbered the title', async () => {
      const id = await create();
      await service.sql(
        `UPDATE boletos SET issuer = 'boleto-api-stone', barcode = NULL, digitable_line = NULL WHERE id = $1`,
        [id],
      );
      await refused(id, 'barcode', 'the boleto has no barcode, and its slip has to show it');
    });

    it('without the address of the beneficiary, until the wallet has it', async () => {
      const missing =
        'the boleto has no company_address, and its slip has to show it: ask the operator to set it for the wallet';
      const id = await create({ company_address: { complementary: ' ' } });
      await refused(id, 'company_address', missing);
      await service.sql(
        `UPDATE title_ids SET beneficiary_name = 'Padaria', beneficiary_document_number = '12ABC34501DE35',
         beneficiary_address = '{"city":"Recife"}' WHERE account = '9721'`,
      );
      // As in another execution environment, or half a minute later.
      Object.assign(service, { wallets: createWallets(service.database, systemClock) });
      await service.sql('UPDATE boletos SET company_address = NULL WHERE id = $1', [id]);
      const { status, bytes } = await slip(id);
      assert.equal(status, 200, bytes.toString());
      assert.ok(bytes.toString().includes('Padaria São João Ltda.<br>Recife'));
      await service.sql(
        'UPDATE title_ids SET beneficiary_document_number = NULL, beneficiary_address = NULL',
      );
    });

    it('if the instructions of an earlier release have more lines than the slip', async () => {
      const id = await create();
      const lines = Array.from({ length: 40 }, (_, index) => `Linha ${index}`).join('\n');
      await service.sql('UPDATE boletos SET instructions = $2 WHERE id = $1', [id, lines]);
      await refused(
        id,
        'instructions',
        'the slip cannot show it: instructions is longer than its place on the slip has room for',
      );
    });
  });
});
