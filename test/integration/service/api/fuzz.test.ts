import assert from 'node:assert/strict';
import { openApiDocument } from '../../../../src/service/api/openapi/document.js';
import { randomFrom } from '../../../unit/boleto/random.js';
import { linesOf } from '../../../unit/service/lines.js';
import { type ApiReply, type ApiRequest, useApi } from '../api.js';
import { createFuzzer, type Known } from './fuzz-requests.js';
import { createChecker, type Document } from './openapi-document.js';

const REQUESTS = 10_000;
/** Another seed sends other requests: SBW_FUZZ_SEED=1 npx mocha … */
const SEED = Number(process.env.SBW_FUZZ_SEED ?? 20261124);
/** As many as the service's pool has connections. */
const AT_ONCE = 2;

describe(`${REQUESTS} requests, right and wrong`, function () {
  this.timeout(180_000);
  const { service, api } = useApi();

  it('are answered as the document says, never with 5xx, and leave exactly the rows of the answers 201', async () => {
    const document = JSON.parse(JSON.stringify(openApiDocument('0.0.0'))) as Document;
    const checker = createChecker(document);
    const made = createLedger();
    const fuzzer = createFuzzer(document, randomFrom(SEED), made.known);
    const statuses = new Set<number>();

    async function sendOne(): Promise<void> {
      const { documented, sent } = fuzzer.request();
      const reply = await api(sent);
      const what = JSON.stringify(sent).slice(0, 2_000);
      assert.ok(reply.status < 500, `${reply.status} for ${what}`);
      checker.assertDocumented(documented, reply);
      statuses.add(reply.status);
      if (reply.status === 201) made.add(sent, reply);
      else if (reply.status === 200 && sent.method !== 'GET') made.change(sent);
    }

    const { lines } = await linesOf(async () => {
      for (let count = 0; count < REQUESTS; count += AT_ONCE) {
        await Promise.all(Array.from({ length: AT_ONCE }, sendOne));
      }
    });

    const { boletos, configurations, keys, changeKeys } = made;
    const { idempotency_keys = 0, ...rows } = await countRows();
    assert.deepEqual(rows, { boletos: boletos.size, configurations: configurations.size, tenants: 1 });
    // A change of nothing needs no key: cancelling a cancelled boleto again keeps none.
    assert.ok(idempotency_keys >= keys.size, `${idempotency_keys} keys`);
    assert.ok(idempotency_keys <= new Set([...keys, ...changeKeys]).size, `${idempotency_keys} keys`);
    assert.ok(boletos.size > 200, `${boletos.size} boletos`);
    assert.deepEqual([...statuses].sort(), [200, 201, 400, 404, 409, 422]);
    for (const line of lines) JSON.parse(line);
    assert.doesNotMatch(lines.join('\n'), /Maria|529\.?982|"event":"request-(failed|late)"/);
  });

  async function countRows(): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const table of ['boletos', 'configurations', 'idempotency_keys', 'tenants']) {
      counts[table] = Number((await service.sql(`SELECT count(*) FROM ${table}`))[0]?.count);
    }
    return counts;
  }
});

/** Collects what the database must contain after the answers 201. */
function createLedger() {
  const boletos = new Set<string>();
  const configurations = new Set<string>();
  const keys = new Set<string>();
  const changeKeys = new Set<string>();
  const known: Known = { boletos: [], configurations: [] };
  return {
    boletos,
    configurations,
    keys,
    changeKeys,
    known,
    change({ headers }: ApiRequest): void {
      const key = headers?.['Idempotency-Key'];
      if (key !== undefined) changeKeys.add(key);
    },
    add({ headers }: ApiRequest, reply: ApiReply): void {
      const { id, external_id, object } = reply.json();
      if (object === 'configuration') {
        configurations.add(id);
        known.configurations.push(id, external_id);
        return;
      }
      boletos.add(id);
      known.boletos.push(id);
      const key = headers?.['Idempotency-Key'];
      if (key !== undefined) keys.add(key);
    },
  };
}
