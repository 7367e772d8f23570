import assert from 'node:assert/strict';
import { apiId, apiKeyId, proxyEvent, requestTime } from '../../../../src/emulator/apigateway/event.js';
import { awsRequest } from '../../../support/aws-request.js';

const route = { method: 'POST', path: '/orders/{id}', functionName: 'f' };
const definition = {
  name: 'service',
  stage: 'local',
  routes: [route],
  apiKeys: [],
  binaryMediaTypes: ['image/png'],
};

// biome-ignore lint/suspicious/noExplicitAny: the event is read member by member
function eventOf(target: string, rest: Parameters<typeof awsRequest>[2] = {}, changes: object = {}): any {
  return proxyEvent({
    definition,
    match: { route, parameters: {} },
    request: awsRequest('POST', target, rest),
    path: '/orders/1',
    apiKey: undefined,
    account: '123456789012',
    now: new Date('2026-12-31T23:59:58.765Z'),
    ...changes,
  });
}

describe('proxyEvent', () => {
  it('describes a whole request', () => {
    const apiKey = { name: 'developer', value: 'a-key' };
    const event = eventOf(
      '/local/orders/1?a=1&b=x%20y+z&a=2',
      {
        rawHeaders: [
          'Host',
          'localhost',
          'X-Twice',
          '1',
          'x-once',
          '3',
          'X-Twice',
          '2',
          'User-Agent',
          'test',
        ],
        headers: { 'user-agent': 'test' },
        body: '{"amount":1}',
      },
      { apiKey, match: { route, parameters: { id: '1' } } },
    );
    const { apiId: api, deploymentId, extendedRequestId, resourceId, ...context } = event.requestContext;
    assert.deepEqual(
      { ...event, requestContext: context },
      {
        resource: '/orders/{id}',
        path: '/orders/1',
        httpMethod: 'POST',
        headers: {
          Host: 'localhost',
          'X-Twice': '2',
          'x-once': '3',
          'User-Agent': 'test',
          'X-Forwarded-For': '127.0.0.1',
          'X-Forwarded-Port': '4580',
          'X-Forwarded-Proto': 'http',
        },
        multiValueHeaders: {
          Host: ['localhost'],
          'X-Twice': ['1', '2'],
          'x-once': ['3'],
          'User-Agent': ['test'],
          'X-Forwarded-For': ['127.0.0.1'],
          'X-Forwarded-Port': ['4580'],
          'X-Forwarded-Proto': ['http'],
        },
        queryStringParameters: { a: '2', b: 'x y z' },
        multiValueQueryStringParameters: { a: ['1', '2'], b: ['x y z'] },
        pathParameters: { id: '1' },
        stageVariables: null,
        requestContext: {
          accountId: '123456789012',
          domainName: '127.0.0.1',
          domainPrefix: '127',
          httpMethod: 'POST',
          identity: {
            accessKey: null,
            accountId: null,
            apiKey: 'a-key',
            apiKeyId: apiKeyId('developer'),
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
          path: '/local/orders/1',
          protocol: 'HTTP/1.1',
          requestId: 'request-1',
          requestTime: '31/Dec/2026:23:59:58 +0000',
          requestTimeEpoch: Date.parse('2026-12-31T23:59:58.765Z'),
          resourcePath: '/orders/{id}',
          stage: 'local',
        },
        body: '{"amount":1}',
        isBase64Encoded: false,
      },
    );
    assert.equal(api, apiId('service'));
    assert.match(deploymentId, /^[a-z0-9]{6}$/);
    assert.match(resourceId, /^[a-z0-9]{6}$/);
    assert.equal(extendedRequestId.length, 16);
    assert.equal(new Set([api.slice(0, 6), deploymentId, resourceId]).size, 3);
  });

  it('has null for maps without entries, for a missing body and for a missing user agent', () => {
    const event = eventOf('/local/orders/1', { rawHeaders: [] });
    assert.deepEqual(
      [event.queryStringParameters, event.multiValueQueryStringParameters, event.pathParameters, event.body],
      [null, null, null, null],
    );
    assert.equal(event.isBase64Encoded, false);
    assert.equal(event.requestContext.identity.userAgent, null);
    assert.equal('apiKey' in event.requestContext.identity, false);
  });

  it('reads the plain headers of a request without raw ones', () => {
    assert.equal(
      eventOf('/local/orders/1', { headers: { accept: 'text/html' } }).headers.accept,
      'text/html',
    );
  });

  for (const name of [
    'Connection',
    'Content-Length',
    'Keep-Alive',
    'Transfer-Encoding',
    'Upgrade',
    'Expect',
  ]) {
    it(`leaves out the header ${name}`, () => {
      const event = eventOf('/local/orders/1', { rawHeaders: [name, 'x', 'Accept', 'y'] });
      assert.deepEqual([event.headers[name], event.headers.Accept], [undefined, 'y']);
    });
  }

  it('replaces the headers X-Forwarded of a client', () => {
    const rawHeaders = ['X-Forwarded-For', '10.0.0.1', 'X-Forwarded-Proto', 'https'];
    const { multiValueHeaders } = eventOf('/local/orders/1', { rawHeaders });
    assert.deepEqual(multiValueHeaders['X-Forwarded-For'], ['127.0.0.1']);
    assert.deepEqual(multiValueHeaders['X-Forwarded-Proto'], ['http']);
  });

  it('names port 80, which a URL leaves out', () => {
    const { headers } = eventOf('/', { url: new URL('http://localhost/local/orders/1') });
    assert.equal(headers['X-Forwarded-Port'], '80');
  });

  it('encodes a body of a binary media type in base64', () => {
    const body = Buffer.of(0xff, 0x00);
    const binary = eventOf('/local/orders/1', { headers: { 'content-type': 'image/png' }, body });
    assert.deepEqual([binary.body, binary.isBase64Encoded], ['/wA=', true]);
    const text = eventOf('/local/orders/1', { headers: { 'content-type': 'text/plain' }, body });
    assert.deepEqual([text.body, text.isBase64Encoded], ['\ufffd\0', false]);
  });
});

describe('apiId and apiKeyId', () => {
  it('are ten characters, always the same for a name', () => {
    assert.match(apiId('service'), /^[a-z0-9]{10}$/);
    assert.equal(apiId('service'), apiId('service'));
    assert.notEqual(apiId('service'), apiId('other'));
    assert.match(apiKeyId('developer'), /^[a-z0-9]{10}$/);
  });
});

describe('requestTime', () => {
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  for (const [index, month] of months.entries()) {
    it(`names ${month}`, () =>
      assert.equal(
        requestTime(new Date(Date.UTC(2026, index, 2, 3, 4, 5))),
        `02/${month}/2026:03:04:05 +0000`,
      ));
  }
});
