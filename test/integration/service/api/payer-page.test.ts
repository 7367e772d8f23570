import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { failurePage } from '../../../../src/service/api/payer-page/endpoint.js';
import { routes } from '../../../../src/service/functions/show-payer-page.js';
import { createHttpHandler } from '../../../../src/service/http/handler.js';
import { linesOf } from '../../../unit/service/lines.js';
import { useApi } from '../api.js';
import { PAGES, validBody } from '../harness.js';

const COMPANY = {
  company_name: 'Padaria São João Ltda.',
  company_document_number: '12.ABC.345/01DE-35',
  company_address: { street: 'Rua das Flores', street_number: 12, city: 'São Paulo', state: 'SP' },
};
const LINE = '23793.38128 60000.000004 01000.972107 1 31380000002000';
const NAME = 'Maria da Conceição';

/** The MAC as the documentation describes it. */
function linkOf(id: string, version: number, key: string): string {
  const mac = createHmac('sha256', key).update(`payer-page:${id}`).digest('base64url').slice(0, 22);
  return `${id}.${version}-${mac}`;
}

describe("GET /b/{id}, the payer's page", () => {
  const { service, api } = useApi();

  async function create(changes: Record<string, unknown> = {}): Promise<{ id: string; boleto_url: string }> {
    const body = validBody({ ...COMPANY, ...changes });
    const reply = await api({ method: 'POST', path: '/boletos', body });
    assert.equal(reply.status, 201, reply.bytes.toString());
    return reply.json();
  }
  const open = async (link: string, method = 'GET') => {
    const { status, headers, bytes } = await api({ method, path: `/b/${link}`, apiKeyId: '' });
    return { status, headers, html: bytes.toString() };
  };
  const linkIn = (url: string) => url.replace(`${PAGES}b/`, '');
  const change = async (id: string, columns: string) =>
    await service.sql(`UPDATE boletos SET ${columns} WHERE id = $1`, [id]);

  it('has the link that POST, GET and the list show, signed with the newest key', async () => {
    const { id, boleto_url } = await create({ title_id: 1 });
    assert.equal(boleto_url, `${PAGES}b/${linkOf(id, 2, 'another key of tests')}`);
    const shown = (await api({ method: 'GET', path: `/boletos/${id}` })).json();
    assert.deepEqual([shown.boleto_url, shown.bank_url], [boleto_url, null]);
    const listed = (await api({ method: 'GET', path: '/boletos', query: { title_id: '1' } })).json();
    assert.deepEqual(
      listed.map((boleto: { boleto_url: string }) => boleto.boleto_url),
      [boleto_url],
    );
  });

  it("shows the bank's own page as bank_url", async () => {
    const { id } = await create();
    await change(id, `boleto_url = 'https://bank.example/1'`);
    assert.equal(
      (await api({ method: 'GET', path: `/boletos/${id}` })).json().bank_url,
      'https://bank.example/1',
    );
  });

  it('shows who, how much, until when and how to pay', async () => {
    const { id, boleto_url } = await create();
    await change(id, `digitable_line = '${LINE}'`);
    const { status, headers, html } = await open(linkIn(boleto_url));
    assert.equal(status, 200);
    for (const text of [
      'R$&#160;20,00',
      'Pague até 31/12/2030.',
      LINE,
      NAME,
      '***.982.247-**',
      COMPANY.company_name,
    ]) {
      assert.ok(html.includes(text.replace('&#160;', '\u00a0')), text);
    }
    assert.ok(!html.includes('529.982.247-25') && !html.includes('52998224725'));
    assert.ok(html.includes('data-code="23793381286000000000401000972107131380000002000"'));
    assert.equal(headers['cache-control'], 'private, no-store');
    assert.equal(headers['x-robots-tag'], 'noindex, nofollow');
    assert.equal(headers['referrer-policy'], 'no-referrer');
    const nonce = /script-src 'nonce-([\w-]{22})'/.exec(headers['content-security-policy'] ?? '')?.[1];
    assert.ok(nonce);
    assert.match(headers['content-security-policy'] ?? '', /^default-src 'none';.*frame-ancestors 'none'$/);
    for (const tag of html.match(/<(?:script|style)\b[^>]*>/g) ?? [])
      assert.ok(tag.includes(`nonce="${nonce}"`), tag);
    assert.doesNotMatch(html, /<link|<img|<iframe|\son\w+=|\sstyle=|https?:/i);
    assert.doesNotMatch(headers['content-security-policy'] ?? '', /unsafe/);
    assert.notEqual(
      (await open(linkIn(boleto_url))).headers['content-security-policy'],
      headers['content-security-policy'],
    );
  });

  it('opens with every version of the key that there is', async () => {
    const { id } = await create();
    assert.equal((await open(linkOf(id, 1, 'a key of tests'))).status, 200);
    assert.equal((await open(linkOf(id, 2, 'another key of tests'))).status, 200);
  });

  it('answers a wrong signature, version, id or form like a boleto that does not exist', async () => {
    const { id } = await create();
    const right = linkOf(id, 2, 'another key of tests');
    const missing = await open(linkOf('bol_c0000000000000000000000000', 2, 'another key of tests'));
    assert.equal(missing.status, 404);
    const bare = (html: string) => html.replace(/nonce="[^"]+"/g, '');
    for (const link of [
      right.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
      linkOf(id, 1, 'another key of tests'),
      linkOf(id, 3, 'another key of tests'),
      linkOf(id, 3, 'none'),
      linkOf(id, 999_999, 'none'),
      id,
      `${id}.`,
      `${right}x`,
      right.slice(0, -1),
      encodeURIComponent('../boletos'),
    ]) {
      const { status, html } = await open(link);
      assert.deepEqual([status, bare(html)], [404, bare(missing.html)], link);
    }
  });

  for (const [what, columns, heading, sentence] of [
    ['not registered', `status = 'pending_registration'`, 'Boleto em registro', 'ainda não foi registrado'],
    ['cancelled', `status = 'cancelled'`, 'Boleto cancelado', 'foi cancelado. Não pague'],
    ['refused', `status = 'refused'`, 'Boleto recusado', 'não aceitou este boleto. Não pague'],
    ['failed', `status = 'failed'`, 'Boleto sem registro', 'não foi registrado no banco. Não pague'],
    [
      'never to be registered',
      `status = 'issued', register = false`,
      'Boleto sem registro',
      'não foi registrado no banco. Não pague',
    ],
    ['paid', 'paid_amount = 2000', 'Boleto pago', 'já foi pago: R$\u00a020,00. Não é preciso pagar de novo'],
    ['cancelled and paid', `status = 'cancelled', paid_amount = 2000`, 'Boleto pago', 'já foi pago'],
    [
      'paid in part',
      'paid_amount = 1500',
      'Pagamento recebido',
      'recebeu R$\u00a015,00 deste boleto de R$\u00a020,00. Para saber se falta pagar algo, fale',
    ],
    [
      'past its last day',
      `expiration_date = '2026-11-10', days_to_expire = 5`,
      'Boleto fora do prazo',
      'terminou em 15/11/2026',
    ],
    [
      'past the due date, which is strict',
      `expiration_date = '2026-11-19', rules = '["strict_expiration_date"]'`,
      'Boleto fora do prazo',
      'terminou em 19/11/2026',
    ],
    [
      'more than a year late',
      `expiration_date = '2025-11-23'`,
      'Boleto fora do prazo',
      'venceu em 23/11/2025, há mais de um ano. Peça outro',
    ],
  ] as const) {
    it(`has no payable code for a boleto that is ${what}, and says so`, async () => {
      const { id, boleto_url } = await create();
      await change(id, `digitable_line = '${LINE}', ${columns}`);
      const { status, html } = await open(linkIn(boleto_url));
      assert.equal(status, 200);
      assert.ok(
        html.includes(`<h1>${heading}</h1>`) && html.includes(sentence),
        html.slice(html.indexOf('<h1>'), html.indexOf('</main>')),
      );
      assert.ok(!html.includes(LINE) && !/\d{44}/.test(html) && !html.includes('class="slip"'));
      const pdf = await open(`${linkIn(boleto_url)}/boleto.pdf`);
      assert.deepEqual([pdf.status, pdf.headers['content-type']], [409, 'text/html; charset=utf-8']);
    });
  }

  it('says until when an overdue boleto can be paid', async () => {
    const { id, boleto_url } = await create();
    await change(id, `expiration_date = '2026-11-20', days_to_expire = 30`);
    const { html } = await open(linkIn(boleto_url));
    assert.ok(html.includes('<h1>Boleto vencido</h1>'));
    assert.ok(html.includes('venceu em 20/11/2026. Ainda pode ser pago até 20/12/2026'));
  });

  it('counts Saturday and Sunday until Monday', async () => {
    // 24 November 2026, a Tuesday, is today; the 21st was a Saturday, and the 22nd a Sunday.
    const { id, boleto_url } = await create();
    const shown = async (columns: string) => {
      await change(id, columns);
      const { html } = await open(linkIn(boleto_url));
      return [/<h1>(.*)<\/h1>/.exec(html)?.[1], /<p class="state">(.*)<\/p>/.exec(html)?.[1]];
    };
    const [late] = await shown(`expiration_date = '2026-11-22'`);
    assert.equal(late, 'Boleto vencido');
    assert.deepEqual(await shown(`expiration_date = '2026-11-24'`), [
      'Boleto a pagar',
      'Pague até 24/11/2026.',
    ]);
    assert.deepEqual(await shown(`expiration_date = '2026-11-28'`), [
      'Boleto a pagar',
      'Vence em 28/11/2026, fim de semana: pague até segunda-feira, 30/11/2026, sem encargos.',
    ]);
    // A last day on a Sunday is Monday if that is what the law gives the due date.
    const days = async (count: number) =>
      await shown(`expiration_date = '2026-11-21', days_to_expire = ${count}`);
    assert.match((await days(1))[1] ?? '', /terminou em 23\/11\/2026/);
    assert.match((await days(3))[1] ?? '', /pago até 24\/11\/2026/);
  });

  it('shows no person ninety days after the end', async () => {
    const { id, boleto_url } = await create();
    const shows = async () => {
      const { html } = await open(linkIn(boleto_url));
      return [NAME, COMPANY.company_name, '982.247'].map((text) => html.includes(text));
    };
    await change(id, `status = 'cancelled', updated_at = '2026-08-26T15:00:00Z'`);
    assert.deepEqual(await shows(), [true, true, true]);
    await change(id, `status = 'cancelled', updated_at = '2026-08-25T15:00:00Z'`);
    assert.deepEqual(await shows(), [false, false, false]);
    await change(id, `status = 'cancelled', updated_at = now(), payer_erased_at = now()`);
    assert.deepEqual(await shows(), [false, false, false]);
  });

  it('counts the ninety days from the change that ended the boleto, not from later ones', async () => {
    const { id, boleto_url } = await create();
    const shows = async () => (await open(linkIn(boleto_url))).html.includes(NAME);
    const record = async (what: string, before: object | null, after: object, at: string) =>
      await service.sql(
        'INSERT INTO boleto_changes (boleto_id, what, before, after, at) VALUES ($1, $2, $3, $4, $5)',
        [id, what, before && JSON.stringify(before), JSON.stringify(after), at],
      );
    await change(id, `paid_amount = 2000, updated_at = '2026-11-20T15:00:00Z'`);
    await record('payment', { paid_amount: 0 }, { paid_amount: 2000 }, '2026-08-25T15:00:00Z');
    const code = { paid_amount: 2000, bank_response_code: '1' };
    await record('payment', { paid_amount: 2000 }, code, '2026-11-20T15:00:00Z');
    await record('notification', null, { status: 'registered' }, '2026-11-20T16:00:00Z');
    assert.equal(await shows(), false);
    await service.sql(`UPDATE boleto_changes SET at = '2026-08-26T15:00:00Z' WHERE at < '2026-09-01'`);
    assert.equal(await shows(), true);
  });

  it('names no person anywhere for a boleto that nobody settled, ninety days after its longest time', async () => {
    const { id, boleto_url } = await create();
    // 24 November 2026 is 455 days after 26 August 2025: a year, and ninety days.
    for (const [due, shown] of [
      ['2025-08-26', true],
      ['2025-08-25', false],
    ] as const) {
      await change(id, `expiration_date = '${due}'`);
      const page = await open(linkIn(boleto_url));
      const pdf = await open(`${linkIn(boleto_url)}/boleto.pdf`);
      for (const { html } of [page, pdf]) {
        assert.equal(html.includes(NAME), shown);
        assert.ok(!html.includes('class="slip"') && !html.startsWith('%PDF'));
      }
    }
  });

  it('shows a page, never JSON, when the service fails or is late', async () => {
    const { boleto_url } = await create();
    const stuck = {
      ...service,
      repository: { ...service.repository, find: () => new Promise<never>(() => {}) },
    };
    const broken = {
      ...service,
      get payerLinks(): never {
        throw new Error('broken');
      },
    };
    for (const failing of [stuck, broken]) {
      const respond = createHttpHandler(
        routes(() => failing),
        failurePage,
      );
      const event = {
        resource: '/b/{id}',
        httpMethod: 'GET',
        pathParameters: { id: linkIn(boleto_url) },
      };
      const { result } = await linesOf(() =>
        respond(event, { awsRequestId: 'invocation-1', getRemainingTimeInMillis: () => 600 }),
      );
      assert.deepEqual(
        [result.statusCode, result.headers['content-type'], result.headers['retry-after']],
        [503, 'text/html; charset=utf-8', '60'],
      );
      assert.ok(result.body.includes('<h1>Tente de novo</h1>'));
    }
  });

  it('escapes what the owner wrote', async () => {
    const { id, boleto_url } = await create({ payer_name: `<script>alert('1')</script>"&` });
    await change(id, `digitable_line = '${LINE}'`);
    const { html } = await open(linkIn(boleto_url));
    assert.ok(html.includes('&#60;script&#62;alert(&#39;1&#39;)&#60;/script&#62;&#34;&#38;'));
    assert.ok(!html.includes('<script>alert'));
  });

  it('answers HEAD without a body', async () => {
    const { boleto_url } = await create();
    const { status, headers, html } = await open(linkIn(boleto_url), 'HEAD');
    assert.deepEqual([status, headers['content-type'], html], [200, 'text/html; charset=utf-8', '']);
  });

  it('has the slip as PDF', async () => {
    const { boleto_url } = await create();
    const { status, headers, html } = await open(`${linkIn(boleto_url)}/boleto.pdf`);
    assert.deepEqual([status, headers['content-type']], [200, 'application/pdf']);
    assert.ok(html.startsWith('%PDF-1.'));
    assert.match(headers['content-security-policy'] ?? '', /frame-ancestors 'none'/);
    const head = await open(`${linkIn(boleto_url)}/boleto.pdf`, 'HEAD');
    assert.deepEqual([head.status, head.headers['content-type'], head.html], [200, 'application/pdf', '']);
    assert.equal((await open(`${linkIn(boleto_url).slice(0, -1)}/boleto.pdf`)).status, 404);
  });
});
