import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ApiDefinition, ApiGatewayService } from '../../../../src/emulator/apigateway/index.js';
import { AwsError } from '../../../../src/emulator/aws/service.js';
import type { FunctionInvoker, InvocationResult } from '../../../../src/emulator/lambda/index.js';
import { awsRequest, emulatorContext } from '../../../support/aws-request.js';
import { ManualClock } from '../../../support/manual-clock.js';

const ROUTE = { method: 'POST', path: '/orders', functionName: 'f:current' };
const API: ApiDefinition = {
  name: 'service',
  stage: 'local',
  routes: [ROUTE, { method: 'GET', path: '/health', functionName: 'f', apiKey: false }],
  apiKeys: [
    { name: 'first', value: 'key-1' },
    { name: 'second', value: 'key-2' },
  ],
};
const OTHER: ApiDefinition = { ...API, name: 'other', stage: 'locale', apiKeys: [] };
const LIMIT = 10 * 1024 * 1024;

describe('ApiGatewayService', () => {
  let directory: string;
  let clock: ManualClock;
  let reports: string[];
  let called: { name: string; payload: Buffer; requestId: string }[];
  let answer: () => Promise<Partial<InvocationResult>>;

  const functions: FunctionInvoker = {
    invoke: async (name, { payload, requestId }) => {
      called.push({ name, payload, requestId });
      const result = { payload: Buffer.from('{"statusCode":201}'), failed: false, version: '1' };
      return { ...result, logTail: Buffer.alloc(0), ...(await answer()) };
    },
    enqueue: async () => {},
  };
  const open = () =>
    new ApiGatewayService(emulatorContext(directory, { clock, report: (line) => reports.push(line) }), {
      functions,
    });

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'apigateway-'));
    clock = new ManualClock();
    reports = [];
    called = [];
    answer = async () => ({});
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  async function call(
    service: ApiGatewayService,
    target = '/local/orders',
    { method = 'POST', key = 'key-1', body = '' as string | Buffer, headers = {} } = {},
  ) {
    const {
      status,
      headers: sent = {},
      body: text = '',
    } = await service.handle(
      awsRequest(method, target, { body, headers: { ...(key && { 'x-api-key': key }), ...headers } }),
    );
    return { status, errorType: sent['x-amzn-errortype'], message: messageIn(text.toString()), sent };
  }

  it("calls the route's function and answers with its response", async () => {
    const service = open();
    service.define(API);
    answer = async () => ({ payload: Buffer.from('{"statusCode":201,"headers":{"X-Mine":"yes"}}') });
    const { status, sent } = await call(service);
    assert.equal(status, 201);
    assert.deepEqual(sent, {
      'x-mine': ['yes'],
      'content-type': ['application/json'],
      'x-amzn-requestid': 'request-1',
    });
    assert.equal(called[0]?.name, 'f:current');
    assert.equal(called[0]?.requestId, 'request-1');
    assert.equal(JSON.parse(String(called[0]?.payload)).path, '/orders');
  });

  for (const [title, target, options, status, errorType, message] of [
    ['a wrong key', '/local/orders', { key: 'key-3' }, 403, 'ForbiddenException', 'Forbidden'],
    ['no key', '/local/orders', { key: '' }, 403, 'ForbiddenException', 'Forbidden'],
    ['an unknown stage', '/live/orders', {}, 403, 'ForbiddenException', 'Forbidden'],
    ['a longer stage', '/local2/orders', {}, 403, 'ForbiddenException', 'Forbidden'],
    [
      'an unknown route',
      '/local/other',
      {},
      403,
      'MissingAuthenticationTokenException',
      'Missing Authentication Token',
    ],
    [
      'an unknown method',
      '/local/orders',
      { method: 'PUT' },
      403,
      'MissingAuthenticationTokenException',
      'Missing Authentication Token',
    ],
    [
      'the root of a stage',
      '/local',
      {},
      403,
      'MissingAuthenticationTokenException',
      'Missing Authentication Token',
    ],
    [
      'a body beyond 10 MiB',
      '/local/orders',
      { body: Buffer.alloc(LIMIT + 1, 'x') },
      413,
      'RequestTooLargeException',
      'Request Too Long',
    ],
  ] as const) {
    it(`answers ${status} to ${title}`, async () => {
      const service = open();
      service.define(API);
      const { sent, ...answered } = await call(service, target, options);
      assert.deepEqual(answered, { status, errorType, message });
      assert.deepEqual([sent['content-type'], sent['x-amzn-requestid']], ['application/json', 'request-1']);
      assert.deepEqual(called, []);
    });
  }

  for (const [title, options] of [
    ['a body of 10 MiB', { body: Buffer.alloc(LIMIT, 'x') }],
    ['the second key', { key: 'key-2' }],
  ] as const) {
    it(`accepts ${title}`, async () => {
      const service = open();
      service.define(API);
      assert.equal((await call(service, '/local/orders', options)).status, 201);
    });
  }

  it('takes unsigned requests', () => assert.equal(open().scope, 'execute-api'));

  it('calls the route / for the root of a stage', async () => {
    const service = open();
    service.define({ ...API, routes: [{ ...ROUTE, path: '/' }] });
    for (const target of ['/local', '/local/']) {
      assert.equal((await call(service, target)).status, 201);
      assert.equal(JSON.parse(String(called.at(-1)?.payload)).path, '/');
    }
  });

  it('needs a key for an API with one key', async () => {
    const service = open();
    service.define({ ...API, apiKeys: [{ name: 'first', value: 'key-1' }] });
    assert.equal((await call(service, '/local/orders', { key: '' })).status, 403);
  });

  it('needs no key for a route without one, and for an API without keys', async () => {
    const service = open();
    service.define(API);
    service.define(OTHER);
    assert.equal((await call(service, '/local/health', { method: 'GET', key: '' })).status, 201);
    assert.equal((await call(service, '/locale/orders', { key: '' })).status, 201);
  });

  for (const [title, result, status, errorType, message] of [
    ['that fails', { failed: true }, 502, 'InternalServerErrorException', 'Internal server error'],
    [
      'with a malformed answer',
      { payload: Buffer.from('1') },
      502,
      'InternalServerErrorException',
      'Internal server error',
    ],
  ] as const) {
    it(`answers ${status} for a function ${title}`, async () => {
      answer = async () => result;
      const service = open();
      service.define(API);
      const { sent, ...answered } = await call(service);
      assert.deepEqual(answered, { status, errorType, message });
    });
  }

  it('answers 500 and reports why, if the function cannot be called', async () => {
    answer = async () => {
      throw new AwsError('ResourceNotFoundException', 404, 'Function not found: f');
    };
    const service = open();
    service.define(API);
    const { sent, ...answered } = await call(service);
    assert.deepEqual(answered, {
      status: 500,
      errorType: 'InternalServerErrorException',
      message: 'Internal server error',
    });
    assert.deepEqual(reports, [
      'API Gateway could not call f:current: ResourceNotFoundException: Function not found: f',
    ]);
  });

  it('passes on an error that is not of AWS', async () => {
    answer = async () => {
      throw new TypeError('a fault of the emulator');
    };
    const service = open();
    service.define(API);
    await assert.rejects(call(service), { name: 'TypeError' });
    assert.deepEqual(reports, []);
  });

  it('waits 29 seconds for a function, then answers 504', async () => {
    let finish: (result: Partial<InvocationResult>) => void = () => {};
    answer = () => new Promise((resolve) => (finish = resolve));
    const service = open();
    service.define(API);
    const inTime = call(service);
    await clock.slept();
    await clock.advance(28_999);
    finish({});
    assert.equal((await inTime).status, 201);
    await clock.allWoken();
    const late = call(service);
    await clock.slept();
    await clock.advance(29_000);
    const { sent, ...answered } = await late;
    assert.deepEqual(answered, {
      status: 504,
      errorType: 'GatewayTimeoutException',
      message: 'Endpoint request timed out',
    });
    finish({});
  });

  it('throttles each key on its own, and requests without a key together', async () => {
    const service = open();
    service.define({ ...API, throttle: { rate: 1, burst: 1 } });
    const statusOf = async (key: string) => (await call(service, '/local/orders', { key })).status;
    const health = async () => (await call(service, '/local/health', { method: 'GET' })).status;
    assert.deepEqual([await statusOf('key-1'), await statusOf('key-1')], [201, 429]);
    assert.deepEqual([await statusOf('key-2'), await health(), await health()], [201, 201, 429]);
    const { sent, ...refused } = await call(service);
    assert.deepEqual(refused, {
      status: 429,
      errorType: 'TooManyRequestsException',
      message: 'Too Many Requests',
    });
    await clock.advance(1000);
    assert.equal(await statusOf('key-1'), 201);
  });

  it('starts with full buckets after a new definition', async () => {
    const service = open();
    const throttled = { ...API, throttle: { rate: 1, burst: 1 } };
    service.define(throttled);
    await call(service);
    service.define(throttled);
    assert.equal((await call(service)).status, 201);
  });

  it('answers HEAD without a body', async () => {
    const { body } = await open().handle(awsRequest('HEAD', '/local/orders'));
    assert.equal(body, '');
  });

  it('encodes an error as API Gateway does', () => {
    const error = new AwsError('InternalFailure', 500, 'text');
    const { status, headers, body } = open().encodeError(error, awsRequest('GET', '/'));
    assert.deepEqual(
      [status, headers?.['x-amzn-errortype'], body],
      [500, 'InternalFailure', '{"message":"text"}'],
    );
  });

  it('decodes a base64 body for a client that accepts a binary media type', async () => {
    answer = async () => ({ payload: Buffer.from('{"body":"aGk=","isBase64Encoded":true}') });
    const service = open();
    const bodyFor = async (api: ApiDefinition) => {
      service.define(api);
      const headers = { 'x-api-key': 'key-1', accept: 'application/pdf' };
      return (await service.handle(awsRequest('POST', '/local/orders', { headers }))).body?.toString();
    };
    assert.equal(await bodyFor({ ...API, binaryMediaTypes: ['application/pdf'] }), 'hi');
    assert.equal(await bodyFor(API), 'aGk=');
  });
});

function messageIn(body: string): string | undefined {
  return body === '' ? undefined : JSON.parse(body).message;
}
