import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { Validator } from '@seriousme/openapi-schema-validator';
import { loadProject } from '../../../../src/project/index.js';
import {
  EVENT,
  EVENT_ID,
  IDS,
  NEW_BOLETO,
  NEW_CONFIGURATION,
} from '../../../../src/service/api/openapi/examples.js';
import { version } from '../../../../src/service/version.js';
import { type ApiRequest, useApi } from '../api.js';
import {
  createChecker,
  type Document,
  type Documented,
  type DocumentedParameter,
  type MediaType,
  operationsOf,
} from './openapi-document.js';

const file = fileURLToPath(new URL('../../../../superbowleto.yml', import.meta.url));

describe('GET /openapi.json', function () {
  this.timeout(60_000);
  const { service, api } = useApi();
  let document: Document;

  before(async () => {
    const { status, headers, json } = await api({ method: 'GET', path: '/openapi.json' });
    assert.equal(status, 200);
    assert.equal(headers['content-type'], 'application/json; charset=utf-8');
    document = json();
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

  it('has every route of superbowleto.yml, and states for each whether it needs a key', async () => {
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

  it('has examples that match their schemas, except those of wrong requests', () => {
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

  it('has bodies that match their schema, except those that are answered 400', () => {
    const { assertFits } = createChecker(document);
    const checked: string[] = [];
    for (const documented of operationsOf(document)) {
      const { schema } = documented.operation.requestBody?.content['application/json'] ?? {};
      for (const { name, status, request } of schema ? exchangesOf(documented) : []) {
        if (status === 400) continue;
        assertFits(schema ?? {}, request.body, name);
        checked.push(`${name} of ${documented.operation.operationId}`);
      }
    }
    assert.deepEqual(checked, [
      'registered of createBoleto',
      'of-2017 of createBoleto',
      'terms of createBoleto',
      'without-address of createBoleto',
      'issued of createBoleto',
      'configured of createBoleto',
      'key-of-another of createBoleto',
      'overpaid of updateBoleto',
      'paid of updateBoleto',
      'unknown of updateBoleto',
      'refused of updateBoleto',
      'stored of createConfiguration',
      'changed of updateConfiguration',
      'unknown of updateConfiguration',
    ]);
  });

  it('has answers as the service sends them, for every example', async () => {
    const checker = createChecker(document);
    const sent = new Map<string, number>();
    for (const documented of operationsOf(document)) {
      const { method, path } = documented;
      for (const { name, status, mediaType, request, answer } of exchangesOf(documented)) {
        await seed();
        // The example creates this boleto itself.
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

  /** Makes the boletos and the configuration of the examples, in their states. */
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
    const { cursor: _, queue_url, attempts, undelivered_at, object, ...message } = EVENT;
    await service.sql(
      `INSERT INTO outbox (id, boleto_id, kind, sequence, body, due_at, attempts, tenant_id, undelivered_at)
       OVERRIDING SYSTEM VALUE VALUES ($1, $2, 'notification', 1, $3, 'infinity', $4, 'default', $5)`,
      [EVENT_ID, IDS.registered, message, attempts, undelivered_at],
    );
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

/** Puts the examples of each name together: parameters, body and answer are one exchange. */
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
    const valuesIn = (part: DocumentedParameter['in']) =>
      Object.fromEntries(parameters.filter((one) => one.in === part).map((one) => [one.name, one.value]));
    const body = operation.requestBody?.content['application/json']?.examples?.[name]?.value;
    return {
      name,
      status,
      mediaType,
      answer: value,
      request: {
        method,
        path: path.replace(/\{(\w+)\}/g, (_, parameter: string) => valuesIn('path')[parameter] ?? ''),
        query: valuesIn('query'),
        headers: { ...valuesIn('header'), accept: mediaType },
        ...(body === undefined ? {} : { body }),
      },
    };
  });
}

/** Replaces ids and times, which differ in each run, with their types. */
function masked(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, inner: unknown) =>
    ['id', 'token', 'boleto_url', 'created_at', 'updated_at'].includes(key) ? typeof inner : inner,
  );
}
