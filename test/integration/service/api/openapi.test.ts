import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { Validator } from '@seriousme/openapi-schema-validator';
import { loadProject } from '../../../../src/project/index.js';
import { IDS, NEW_BOLETO, NEW_CONFIGURATION } from '../../../../src/service/api/openapi/examples.js';
import { version } from '../../../../src/service/version.js';
import { startTestPostgres, type TestPostgres } from '../../../support/postgres.js';
import { type Api, type ApiRequest, openApi } from '../api.js';
import { startService, type TestService } from '../harness.js';
import {
  createChecker,
  type Document,
  type Documented,
  type MediaType,
  operationsOf,
} from './openapi-document.js';

const file = fileURLToPath(new URL('../../../../superbowleto.yml', import.meta.url));

describe('GET /openapi.json', function () {
  this.timeout(60_000);
  let server: TestPostgres;
  let service: TestService;
  let api: Api;
  let document: Document;

  before(async () => {
    server = await startTestPostgres();
    service = await startService(server);
    api = await openApi(service);
    const { status, headers, json } = await api({ method: 'GET', path: '/openapi.json' });
    assert.equal(status, 200);
    assert.equal(headers['content-type'], 'application/json; charset=utf-8');
    document = json();
  });
  after(async () => {
    await service?.close();
    await server?.stop();
  });

  it('is OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(structuredClone({ ...document }));
    assert.ok(valid, JSON.stringify(errors));
    assert.equal(validator.version, '3.1');
  });

  it('has the version of the package', () => {
    assert.match(version, /^\d+\.\d+\.\d+/);
    assert.equal((document as unknown as { info: { version: string } }).info.version, version);
  });

  it('has every route of superbowleto.yml, and says of each whether it needs a key', async () => {
    const { functions } = await loadProject(file);
    const routes = Object.values(functions)
      .flatMap(({ trigger }) => (trigger.type === 'routes' ? trigger.routes : []))
      .filter(({ method }) => method !== 'ANY');
    assert.deepEqual(
      operationsOf(document)
        .map(({ method, path, operation }) => `${method} ${path} ${operation.security === undefined}`)
        .sort(),
      routes.map(({ method, path, apiKey }) => `${method} ${path} ${apiKey}`).sort(),
    );
  });

  it('has examples that fit their schemas, but those of wrong requests', () => {
    const { assertFits } = createChecker(document);
    let count = 0;
    for (const documented of operationsOf(document)) {
      const { method, path, operation } = documented;
      const wrong = exchangesOf(documented).filter(({ status }) => status === 400);
      const parts: MediaType[] = [
        ...(operation.parameters ?? []),
        ...Object.values(operation.responses).flatMap(({ content }) => Object.values(content)),
      ];
      for (const { schema, examples = {} } of parts) {
        for (const [name, { value }] of Object.entries(examples)) {
          if (wrong.some((exchange) => exchange.name === name && value !== exchange.answer)) continue;
          assertFits(schema, value, `${name} of ${method} ${path}`);
          count++;
        }
      }
    }
    assert.ok(count > 50, `${count}`);
  });

  it('has bodies that fit their schema where the answer is not 400', () => {
    const { assertFits } = createChecker(document);
    for (const documented of operationsOf(document)) {
      for (const { name, status, request } of exchangesOf(documented)) {
        const { schema } = documented.operation.requestBody?.content['application/json'] ?? {};
        if (schema && status !== 400) assertFits(schema, request.body, name);
      }
    }
  });

  it('has answers as they are sent, for every example', async () => {
    const checker = createChecker(document);
    const sent = new Map<string, number>();
    for (const documented of operationsOf(document)) {
      const { method, path } = documented;
      for (const { name, status, mediaType, request, answer } of exchangesOf(documented)) {
        await seed();
        // Its title id is that of the boleto which the examples create.
        if (request.method === 'POST' && path === '/boletos') await forget(IDS.registered);
        const reply = await api(request);
        const what = `${name} of ${method} ${path}`;
        assert.equal(reply.status, status, `${what}: ${reply.bytes}`);
        checker.assertDocumented(documented, reply);
        if (mediaType === 'application/json') assert.deepEqual(masked(reply.json()), masked(answer), what);
        else assert.equal(reply.headers['content-type']?.split(';')[0], mediaType, what);
        sent.set(`${method} ${path}`, (sent.get(`${method} ${path}`) ?? 0) + 1);
      }
    }
    const silent = operationsOf(document).filter(({ method, path }) => !sent.has(`${method} ${path}`));
    assert.deepEqual(
      silent.map(({ path }) => path),
      ['/openapi.json'],
    );
  });

  /** The boletos and the configuration that the examples speak of, in states that only an API's life brings about. */
  async function seed(): Promise<void> {
    await service.sql('TRUNCATE boletos, title_ids, outbox, idempotency_keys, configurations');
    await create(IDS.registered, NEW_BOLETO);
    await create(IDS.paid, { ...NEW_BOLETO, title_id: 2, reference_id: null });
    await create(IDS.refused, { ...NEW_BOLETO, title_id: 3, amount: 5_000_004 });
    await create(IDS.cancelled, { ...NEW_BOLETO, title_id: 4 });
    await service.sql(`UPDATE boletos SET paid_amount = amount WHERE id = $1`, [IDS.paid]);
    await service.sql(`UPDATE boletos SET status = 'cancelled' WHERE id = $1`, [IDS.cancelled]);
    const first = { ...NEW_BOLETO, title_id: 5, reference_id: 'order-6' };
    await send({ path: '/boletos', body: first, headers: { 'Idempotency-Key': 'order-6' } });
    await send({ path: '/configurations', body: NEW_CONFIGURATION });
    await service.sql('UPDATE configurations SET id = $1', [IDS.configuration]);
  }

  async function forget(id: string): Promise<void> {
    await service.sql('DELETE FROM boletos WHERE id = $1', [id]);
  }

  async function create(id: string, body: object): Promise<void> {
    const created = await send({ path: '/boletos', body });
    await service.sql('UPDATE boletos SET id = $1 WHERE id = $2', [id, created.id]);
  }

  async function send(request: Omit<ApiRequest, 'method'>): Promise<{ id: string }> {
    const reply = await api({ method: 'POST', ...request });
    assert.equal(reply.status, 201, reply.bytes.toString());
    return reply.json();
  }
});

interface Sent {
  readonly name: string;
  readonly status: number;
  readonly mediaType: string;
  readonly request: ApiRequest;
  readonly answer: unknown;
}

/** Examples of one name in parameters, body and answer belong together. */
function exchangesOf({ method, path, operation }: Documented): Sent[] {
  const answers = Object.entries(operation.responses).flatMap(([status, { content }]) =>
    Object.entries(content).flatMap(([mediaType, { examples = {} }]) =>
      Object.entries(examples).map(([name, { value }]) => ({
        name,
        status: Number(status),
        mediaType,
        value,
      })),
    ),
  );
  const named = new Set(answers.map(({ name }) => name));
  assert.equal(named.size, answers.length, `a name has two answers in ${method} ${path}`);
  return answers.map(({ name, status, mediaType, value }) => {
    const parameters = (operation.parameters ?? []).flatMap((parameter) =>
      parameter.examples?.[name] ? [{ ...parameter, value: String(parameter.examples[name].value) }] : [],
    );
    const of = (place: string) =>
      Object.fromEntries(parameters.filter((one) => one.in === place).map((one) => [one.name, one.value]));
    const body = operation.requestBody?.content['application/json']?.examples?.[name]?.value;
    return {
      name,
      status,
      mediaType,
      answer: value,
      request: {
        method,
        path: path.replace(/\{(\w+)\}/g, (_, parameter: string) => of('path')[parameter] ?? ''),
        query: of('query'),
        headers: { ...of('header'), accept: mediaType },
        ...(body === undefined ? {} : { body }),
      },
    };
  });
}

/** What is drawn anew at each creation says nothing. */
function masked(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, inner: unknown) =>
    ['id', 'token', 'created_at', 'updated_at'].includes(key) ? typeof inner : inner,
  );
}
