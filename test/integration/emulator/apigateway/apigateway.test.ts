import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { systemClock } from '../../../../src/clock.js';
import { type ApiDefinition, ApiGatewayService } from '../../../../src/emulator/apigateway/index.js';
import { type LambdaStage, startLambda } from '../../../support/lambda-stage.js';
import { type OneService, serveOne } from '../../../support/one-service.js';

const KEY = 'a-key-that-nobody-guesses';
const API: ApiDefinition = {
  name: 'service',
  stage: 'local',
  routes: [
    { method: 'POST', path: '/boletos', functionName: 'echo' },
    { method: 'GET', path: '/boletos/{id}', functionName: 'echo' },
    { method: 'GET', path: '/answer', functionName: 'answer' },
    { method: 'GET', path: '/gone', functionName: 'gone' },
    { method: 'GET', path: '/health', functionName: 'echo', apiKey: false },
  ],
  apiKeys: [{ name: 'developer', value: KEY }],
};

describe('API Gateway of the emulator', () => {
  let lambda: LambdaStage;
  let one: OneService<ApiGatewayService>;
  const reports: string[] = [];
  const now = Date.parse('2026-01-02T03:04:05.678Z');

  before(async () => {
    lambda = await startLambda();
    await lambda.create(
      'echo',
      'exports.handler = async (event) => ({ statusCode: 201, headers: { "X-Mine": "yes" }, body: JSON.stringify(event) });',
    );
    // The query contains the answer, so that one function can give every answer.
    await lambda.create(
      'answer',
      'exports.handler = async (event) => { const { json, wait, fail } = event.queryStringParameters; if (fail) throw new Error(fail); await new Promise((r) => setTimeout(r, wait ?? 0)); return JSON.parse(json); };',
    );
    one = await serveOne((context) => new ApiGatewayService(context, { functions: lambda.one.service }), {
      clock: { ...systemClock, now: () => new Date(now) },
      report: (line) => reports.push(line),
    });
  });
  after(async () => {
    await one.stop();
    await lambda.stop();
  });
  beforeEach(() => one.service.define(API));

  function call(
    path: string,
    options: { method?: string; key?: string | null; body?: string } = {},
  ): Promise<Response> {
    const key = options.key === undefined ? KEY : options.key;
    return fetch(`${one.endpoint}/local${path}`, {
      method: options.method ?? 'GET',
      headers: key === null ? {} : { 'x-api-key': key },
      ...(options.body !== undefined && { body: options.body }),
    });
  }
  const answerWith = (json: unknown) => call(`/answer?json=${encodeURIComponent(JSON.stringify(json))}`);

  it('passes a proxy event to the function, and its answer to the client', async () => {
    const text = await rawCall(`${one.endpoint}/local/boletos?a=1&a=2&b=x%20y+z`, {
      method: 'POST',
      headers: ['X-API-Key', KEY, 'X-Twice', '1', 'X-Twice', '2', 'User-Agent', 'test'],
      body: '{"amount":1}',
    });
    assert.equal(text.status, 201);
    assert.equal(text.headers['x-mine'], 'yes');
    assert.equal(text.headers['content-type'], 'application/json');
    const { requestContext, headers, multiValueHeaders, ...event } = JSON.parse(text.body);
    assert.deepEqual(event, {
      resource: '/boletos',
      path: '/boletos',
      httpMethod: 'POST',
      queryStringParameters: { a: '2', b: 'x y z' },
      multiValueQueryStringParameters: { a: ['1', '2'], b: ['x y z'] },
      pathParameters: null,
      stageVariables: null,
      body: '{"amount":1}',
      isBase64Encoded: false,
    });
    assert.equal(headers['X-Twice'], '2');
    assert.deepEqual(multiValueHeaders['X-Twice'], ['1', '2']);
    assert.equal(headers['X-API-Key'], KEY);
    assert.equal(headers['Content-Length'], undefined);
    assert.match(text.headers['x-amzn-requestid'] ?? '', /^[0-9a-f-]{36}$/);
    const { domainName, domainPrefix, apiId, deploymentId, resourceId, extendedRequestId, ...context } =
      requestContext;
    assert.match(apiId, /^[a-z0-9]{10}$/);
    assert.match(`${deploymentId}${resourceId}`, /^[a-z0-9]{12}$/);
    assert.ok(domainName && domainPrefix && extendedRequestId);
    const { apiKeyId, ...identity } = context.identity;
    assert.match(apiKeyId, /^[a-z0-9]{10}$/);
    assert.deepEqual(
      { ...context, identity },
      {
        accountId: '000000000000',
        httpMethod: 'POST',
        identity: {
          accessKey: null,
          accountId: null,
          apiKey: KEY,
          caller: null,
          cognitoAuthenticationProvider: null,
          cognitoAuthenticationType: null,
          cognitoIdentityId: null,
          cognitoIdentityPoolId: null,
          principalOrgId: null,
          sourceIp: '127.0.0.1',
          user: null,
          userAgent: 'test',
          userArn: null,
        },
        path: '/local/boletos',
        protocol: 'HTTP/1.1',
        requestId: text.headers['x-amzn-requestid'],
        requestTime: '02/Jan/2026:03:04:05 +0000',
        requestTimeEpoch: now,
        resourcePath: '/boletos',
        stage: 'local',
      },
    );
  });

  it('has null for missing members, and the path as sent', async () => {
    const event = JSON.parse(await (await call('/boletos/a%2Fb')).text());
    assert.equal(event.body, null);
    assert.equal(event.queryStringParameters, null);
    assert.equal(event.multiValueQueryStringParameters, null);
    assert.equal(event.path, '/boletos/a%2Fb');
    assert.equal(event.requestContext.path, '/local/boletos/a%2Fb');
    assert.deepEqual(event.pathParameters, { id: 'a%2Fb' });
  });

  for (const [title, path, status] of [
    ['a function that throws', '/answer?fail=secret', 502],
    ['a missing function', '/gone', 500],
    ['an answer that is not a proxy response', '/answer?json=1', 502],
  ] as const) {
    it(`answers ${status} to ${title}`, async () => {
      const response = await call(path);
      assert.equal(response.status, status);
      assert.deepEqual(await response.json(), { message: 'Internal server error' });
    });
  }

  it('needs no key for a route without one, and passes none to the function', async () => {
    for (const key of [null, KEY, 'wrong']) {
      const response = await call('/health', { key });
      assert.equal(response.status, 201);
      const { identity } = JSON.parse(await response.text()).requestContext;
      assert.equal(identity.apiKeyId, undefined);
    }
  });

  describe('with binary media types', () => {
    const answerTo = (accept: string, json: unknown) =>
      fetch(`${one.endpoint}/local/answer?json=${encodeURIComponent(JSON.stringify(json))}`, {
        headers: { 'x-api-key': KEY, accept },
      });
    const pdf = { headers: { 'Content-Type': 'application/pdf' }, body: 'JVBERv8=', isBase64Encoded: true };
    const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

    it('decodes an answer if the client accepts a binary type first', async () => {
      one.service.define({ ...API, binaryMediaTypes: ['application/pdf', 'image/*'] });
      for (const [accept, decoded] of [
        ['application/pdf', true],
        ['application/pdf;q=0.9, text/html', true],
        ['image/png', true],
        ['text/html, application/pdf', false],
        ['*/*', false],
      ] as const) {
        const expected = decoded ? Buffer.from('JVBERv8=', 'base64') : Buffer.from('JVBERv8=');
        const response = await answerTo(accept, pdf);
        assert.deepEqual(await bytesOf(response), expected, accept);
        assert.equal(response.headers.get('content-type'), 'application/pdf');
      }
    });

    it('passes on a binary body in base64', async () => {
      one.service.define({ ...API, binaryMediaTypes: ['image/png'] });
      for (const [type, body, isBase64Encoded] of [
        ['image/png', '/wCAYQ==', true],
        ['application/json', '\ufffd\0\ufffda', false],
      ] as const) {
        const response = await fetch(`${one.endpoint}/local/boletos`, {
          method: 'POST',
          headers: { 'x-api-key': KEY, 'content-type': type },
          body: Uint8Array.of(0xff, 0x00, 0x80, 0x61),
        });
        const event = JSON.parse(await response.text());
        assert.deepEqual({ body: event.body, is: event.isBase64Encoded }, { body, is: isBase64Encoded });
      }
    });
  });

  it('sends a header once for each value', async () => {
    const response = await answerWith({ multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] } });
    assert.deepEqual(response.headers.getSetCookie(), ['a=1', 'b=2']);
    assert.equal(response.status, 200);
    assert.equal(await response.text(), '');
  });

  it('serves the same APIs after a restart', async () => {
    await one.restart();
    assert.equal((await call('/boletos/1')).status, 201);
  });

  it('never logs a key', () => {
    const all = [...lambda.logged.map(({ message }) => message), ...reports].join('\n');
    assert.ok(all.includes('START'));
    assert.equal(all.includes(KEY), false);
  });
});

/** Sends a request with repeated headers and in the given case, which fetch cannot do. */
function rawCall(
  url: string,
  options: { method: string; headers: string[]; body: string },
): Promise<{ status: number; headers: Record<string, string>; body: string }> {
  return new Promise((resolve, reject) => {
    const { host } = new URL(url);
    const outgoing = httpRequest(
      url,
      {
        method: options.method,
        headers: ['Host', host, 'Content-Length', String(options.body.length), ...options.headers],
      },
      async (incoming) => {
        const body = Buffer.concat(await incoming.toArray()).toString('utf8');
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers as Record<string, string>,
          body,
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(options.body);
  });
}
