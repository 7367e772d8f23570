import assert from 'node:assert/strict';
import { randomFrom } from '../../../unit/boleto/random.js';
import { useApi } from '../api.js';
import { validBody } from '../harness.js';

/** Another seed sends other bodies: SBW_FUZZ_SEED=1 npx mocha … */
const SEED = Number(process.env.SBW_FUZZ_SEED ?? 20261201);
const ACCEPTED = 2_000;

const WALLETS: readonly (readonly [issuer: string, account: string, wallet: string])[] = [
  ['development', '9721', '26'],
  ['bradesco', '9721', '9'],
  ['boleto-api-bradesco-shopfacil', '9721', '25'],
  ['boleto-api-caixa', '200656', '14'],
  ['boleto-api-caixa', '1103388', '14'],
  ['boleto-api-itau', '12345', '109'],
  ['boleto-api-banco-do-brasil', '1474166', '17'],
  ['boleto-api-santander', '1234567', '101'],
  ['boleto-api-stone', '12345678901234567890', '1'],
];
const WORDS = [
  'Maria',
  'São João',
  'Łukasz',
  'WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW',
  '李明',
  '👨‍👩‍👧',
  'محمد',
  '“x”',
  '<b>&',
  '\u200b',
  '\u202e',
  ' ',
  '\t',
  '\r\n',
  '\n',
  'ﷺ',
  "d'Água",
  'x'.repeat(120),
];
/** Fields that a slip must show; a boleto without one of them has a warning instead of a slip. */
const NEEDED = [
  'company_name',
  'company_document_number',
  'company_address',
  'payer_name',
  'payer_document_number',
];

describe(`the slips of ${ACCEPTED} random boletos that POST /boletos accepts`, function () {
  this.timeout(300_000);
  const { api } = useApi();
  const random = randomFrom(SEED);
  const below = (limit: number) => Math.floor(random() * limit);
  const pick = <Value>(values: readonly Value[]): Value => values[below(values.length)] as Value;
  const maybe = <Value>(value: () => Value, chance = 0.5): Value | undefined =>
    random() < chance ? value() : undefined;
  const text = (most: number) => Array.from({ length: below(most) }, () => pick(WORDS)).join(pick([' ', '']));
  const name = () =>
    pick([text(8).slice(0, 255), 'Padaria São João Ltda.', 'W'.repeat(255), 'é'.repeat(255)]);
  const document = () => pick(['529.982.247-25', '11222333000181', '12.ABC.345/01DE-35']);
  const address = () =>
    Object.fromEntries(
      ['zipcode', 'street', 'street_number', 'complementary', 'neighborhood', 'city', 'state'].flatMap(
        (part) => (random() < 0.5 ? [[part, text(4).slice(0, 255)]] : []),
      ),
    );
  const price = () =>
    random() < 0.5 ? { percentage: pick([0, 0.01, 1, 33.333, 100]) } : { amount: 1 + below(300) };

  function randomBody(): Record<string, unknown> {
    const [issuer, issuer_account, issuer_wallet] = pick(WALLETS);
    return validBody({
      issuer,
      issuer_account,
      issuer_wallet,
      issuer_agency: String(1 + below(9999)),
      register: issuer === 'development',
      amount: 301 + below(pick([1_000, 999_999_000])),
      expiration_date: pick(['2030-12-31', '2026-12-31', '2028-02-29']),
      payer_document_type: undefined,
      payer_name: name(),
      payer_document_number: document(),
      payer_address: maybe(address),
      company_name: maybe(name, 0.9),
      company_document_number: maybe(document, 0.9),
      company_address: maybe(() => ({ ...address(), city: pick(['Recife', text(3)]) }), 0.9),
      instructions: maybe(() =>
        Array.from({ length: below(pick([6, 60])) }, () => text(12))
          .join('\n')
          .slice(0, 4_000),
      ),
      document_type: maybe(() => pick(['DM', 'DS', 'OU'])),
      issuer_agency_digit: maybe(() => pick(['0', 'X', 'P'])),
      issuer_account_digit: maybe(() => pick(['9', 'X', 'P'])),
      issuer_bank_account: maybe(() => '1'.repeat(1 + below(9)), 0.3),
      interest: maybe(price),
      fine: maybe(() => ({ ...price(), days: 1 + below(99) })),
      discounts: maybe(() => [{ ...price(), until: '2026-12-30' }]),
      days_to_expire: maybe(() => below(1000)),
      divergent_payment: maybe(() => pick([{ mode: 'any' }, { mode: 'minimum', amount: 300 }])),
      final_beneficiary: maybe(() => ({
        name: name() || '-',
        document_number: document(),
        address: address(),
      })),
    });
  }

  interface Accepted {
    readonly id: string;
    readonly barcode: string | null;
    readonly warnings: readonly { readonly field: string }[];
  }

  /** Posts a body; undefined if it was refused. */
  async function post(body: unknown, refusals: Set<string>): Promise<Accepted | undefined> {
    const reply = await api({ method: 'POST', path: '/boletos', body });
    if (reply.status === 201) return reply.json() as Accepted;
    assert.equal(reply.status, 400, reply.bytes.toString());
    for (const { field } of reply.json().errors) refusals.add(field);
    return undefined;
  }

  it('exist in PDF and HTML, unless the answer warned', async () => {
    let accepted = 0;
    let warned = 0;
    const refusals = new Set<string>();
    while (accepted < ACCEPTED) {
      const body = randomBody();
      const boleto = await post(body, refusals);
      // Stone's bank numbers the title, and before that it has no codes.
      if (!boleto?.barcode) continue;
      accepted++;
      const missing = boleto.warnings.map(({ field }) => field).filter((field) => NEEDED.includes(field));
      if (missing.length > 0) warned++;
      for (const path of [`/boletos/${boleto.id}/slip`, `/boletos/${boleto.id}/slip.pdf`]) {
        const slip = await api({ method: 'GET', path });
        const refused =
          slip.status === 200 ? [] : slip.json().errors.map(({ field }: { field: string }) => field);
        assert.deepEqual(refused, missing.slice(0, 1), `${slip.bytes} for ${JSON.stringify(body)}`);
      }
    }
    assert.ok(warned > 100 && warned < ACCEPTED / 2, `${warned} warned`);
    assert.ok(refusals.has('instructions') && refusals.has('payer_name'), [...refusals].join());
  });
});
