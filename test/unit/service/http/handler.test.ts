import assert from 'node:assert/strict';
import type { Answer } from '../../../../src/service/http/answer.js';
import { createHttpHandler } from '../../../../src/service/http/handler.js';
import type { ProxyEvent, Request } from '../../../../src/service/http/request.js';
import { linesOf } from '../lines.js';

const event: ProxyEvent = {
  resource: '/boletos',
  httpMethod: 'POST',
  body: '{"payer_name":"Maria"}',
  requestContext: { requestId: 'gateway-1' },
};
const context = (milliseconds = 10_000) => ({
  awsRequestId: 'invocation-1',
  getRemainingTimeInMillis: () => milliseconds,
});
const echo = createHttpHandler({
  'POST /boletos': async (request) => ({ status: 200, body: request.json() }),
});

describe('an HTTP function', () => {
  it('answers JSON with the id of the request', async () => {
    const { result } = await linesOf(() => echo(event, context()));
    assert.deepEqual(result, {
      statusCode: 200,
      headers: { 'content-type': 'application/json; charset=utf-8', 'x-request-id': 'gateway-1' },
      body: '{"payer_name":"Maria"}',
    });
  });

  it('uses the caller’s request id if it is valid', async () => {
    const idOf = async (given: string) => {
      const { result } = await linesOf(() =>
        echo({ ...event, headers: { 'X-Request-Id': given } }, context()),
      );
      return result.headers['x-request-id'];
    };
    assert.equal(await idOf('req_7'), 'req_7');
    assert.equal(await idOf('a\r\nset-cookie: b'), 'gateway-1');
    assert.equal(await idOf('x'.repeat(129)), 'gateway-1');
  });

  it('reads a body in base64', async () => {
    const body = Buffer.from('{"name":"João"}').toString('base64');
    const { result } = await linesOf(() => echo({ ...event, body, isBase64Encoded: true }, context()));
    assert.equal(result.body, '{"name":"João"}');
  });

  for (const [body, message] of [
    [null, 'the body must be JSON'],
    ['', 'the body must be JSON'],
    ['{"amount":', 'the body must be JSON'],
    ['[]', 'the body must be a JSON object'],
    ['null', 'the body must be a JSON object'],
    ['"text"', 'the body must be a JSON object'],
  ] as const) {
    it(`answers 400 for the body ${JSON.stringify(body)}`, async () => {
      const { result } = await linesOf(() => echo({ ...event, body }, context()));
      assert.equal(result.statusCode, 400);
      assert.equal(
        result.body,
        JSON.stringify({ errors: [{ type: 'invalid_parameter', message, field: null }] }),
      );
    });
  }

  it('answers 400 for a body that is nested too deeply, before anything walks it', async () => {
    const nested = (levels: number) => ({
      ...event,
      body: `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`,
    });
    const statusOf = async (levels: number) =>
      (await linesOf(() => echo(nested(levels), context()))).result.statusCode;
    assert.deepEqual([await statusOf(32), await statusOf(33), await statusOf(100_000)], [200, 400, 400]);
    const { result } = await linesOf(() => echo(nested(33), context()));
    assert.match(result.body, /"the body must not be nested deeper than 32"/);
  });

  it('logs the caller’s id of the request and API Gateway’s', async () => {
    const { lines } = await linesOf(() =>
      echo({ ...event, headers: { 'x-request-id': 'req_7' } }, context()),
    );
    const { request_id, gateway_request_id } = JSON.parse(lines.at(-1) ?? '');
    assert.deepEqual(
      { request_id, gateway_request_id },
      { request_id: 'req_7', gateway_request_id: 'gateway-1' },
    );
  });

  it('answers 405 for another method', async () => {
    const { result } = await linesOf(() => echo({ ...event, httpMethod: 'DELETE' }, context()));
    assert.equal(result.statusCode, 405);
    assert.equal(
      result.body,
      '{"errors":[{"type":"method_not_allowed","message":"DELETE method is not allowed for boleto resource","field":null}]}',
    );
  });

  describe('with several routes', () => {
    const names = createHttpHandler({
      'GET /boletos/{id}': async ({ resourceId }) => ({ status: 200, body: { show: resourceId } }),
      'GET /boletos/{id}/slip': async ({ resourceId }) => ({ status: 200, body: { slip: resourceId } }),
      'PATCH /configurations/{id}': async () => ({ status: 200, body: {} }),
    });
    const at = async (httpMethod: string, resource: string) => {
      const pathParameters = { id: 'bol_1' };
      const { result } = await linesOf(() =>
        names({ ...event, httpMethod, resource, pathParameters }, context()),
      );
      return { status: result.statusCode, body: JSON.parse(result.body) };
    };

    it('chooses the endpoint by the route’s path', async () => {
      assert.deepEqual(await at('GET', '/boletos/{id}'), { status: 200, body: { show: 'bol_1' } });
      assert.deepEqual(await at('GET', '/boletos/{id}/slip'), { status: 200, body: { slip: 'bol_1' } });
    });

    it('answers 405 for another method of a path, with the name of its resource', async () => {
      const { status, body } = await at('PUT', '/configurations/{id}');
      assert.equal(status, 405);
      assert.equal(body.errors[0].message, 'PUT method is not allowed for configuration resource');
    });

    it('answers 404 for a path that it does not serve', async () => {
      assert.deepEqual(await at('GET', '/boletos/{id}/barcode'), {
        status: 404,
        body: { errors: [{ type: 'not_found', message: 'There is no such resource', field: null }] },
      });
    });
  });

  describe('with an answer that is not JSON', () => {
    const answerOf = async (answer: Answer) => {
      const handler = createHttpHandler({ 'POST /boletos': async () => answer });
      return (await linesOf(() => handler(event, context()))).result;
    };

    it('sends text unchanged', async () => {
      const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };
      assert.deepEqual(await answerOf({ status: 200, body: '<p>João</p>', headers }), {
        statusCode: 200,
        headers: { ...headers, 'x-request-id': 'gateway-1' },
        body: '<p>João</p>',
      });
    });

    it('sends bytes in base64', async () => {
      const headers = { 'content-type': 'application/pdf' };
      assert.deepEqual(await answerOf({ status: 200, body: Uint8Array.of(0x25, 0xff, 0), headers }), {
        statusCode: 200,
        headers: { ...headers, 'x-request-id': 'gateway-1' },
        body: 'Jf8A',
        isBase64Encoded: true,
      });
    });

    it('adds headers to an answer in JSON', async () => {
      const { headers, body } = await answerOf({ status: 200, body: [], headers: { link: '<?page=2>' } });
      assert.equal(headers['content-type'], 'application/json; charset=utf-8');
      assert.equal(headers.link, '<?page=2>');
      assert.equal(body, '[]');
    });
  });

  describe('reads from a request', () => {
    const requestOf = async (changes: Partial<ProxyEvent>): Promise<Request> => {
      let read: Request | undefined;
      const handler = createHttpHandler({
        'POST /boletos': async (request) => {
          read = request;
          return { status: 200, body: {} };
        },
      });
      await linesOf(() => handler({ ...event, ...changes }, context()));
      assert.ok(read);
      return read;
    };

    it('headers, by names in any case', async () => {
      const request = await requestOf({ headers: { 'Idempotency-KEY': 'k1', Accept: undefined } });
      assert.equal(request.header('idempotency-key'), 'k1');
      assert.equal(request.header('Idempotency-Key'), 'k1');
      assert.equal(request.header('accept'), undefined);
    });

    for (const [sent, read] of [
      ['loja%20centro', 'loja centro'],
      ['Jo%C3%A3o%2F1', 'João/1'],
      ['100%', '100%'],
      ['%ED%A0%80', '%ED%A0%80'],
    ] as const) {
      it(`the id of the path, ${sent}`, async () => {
        assert.equal((await requestOf({ pathParameters: { id: sent } })).resourceId, read);
      });
    }

    it("the API key's id", async () => {
      const requestContext = { identity: { apiKeyId: 'key7' } };
      assert.equal((await requestOf({ requestContext })).apiKeyId, 'key7');
      assert.equal(
        (await requestOf({ requestContext: { identity: { apiKeyId: null } } })).apiKeyId,
        undefined,
      );
      assert.equal((await requestOf({ requestContext: null })).apiKeyId, undefined);
    });

    const trace = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    for (const [given, kept] of [
      [trace, trace],
      [undefined, null],
      [trace.toUpperCase(), null],
      [`${trace}-more`, null],
      [trace.replace('00-', 'ff-'), null],
      ['00-00000000000000000000000000000000-00f067aa0ba902b7-01', null],
      ['00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01', null],
    ] as const) {
      it(`${kept === null ? 'no trace' : 'the trace'} of ${given}`, async () => {
        assert.equal((await requestOf({ headers: { traceparent: given } })).traceparent, kept);
      });
    }
  });

  const failing = createHttpHandler({
    'POST /boletos': async () => {
      throw Object.assign(new Error('duplicate key: Key (payer_name)=(Maria) exists'), { code: '23505' });
    },
  });

  it('answers an internal error without its cause', async () => {
    const { result } = await linesOf(() => failing(event, context()));
    assert.equal(result.statusCode, 500);
    assert.equal(result.body, '{"errors":[{"type":"internal","message":"","field":null}]}');
  });

  it('logs an error’s name, code and stack frames, without its message', async () => {
    const { lines } = await linesOf(() => failing(event, context()));
    const [failure, request] = lines.map((line) => JSON.parse(line));
    assert.equal(failure.event, 'request-failed');
    assert.equal(failure.request_id, 'gateway-1');
    assert.equal(failure.code, '23505');
    assert.match(failure.at[0], /handler\.test\.ts/);
    assert.doesNotMatch(lines.join(), /Maria/);
    assert.deepEqual(
      { ...request, time: '', milliseconds: 0 },
      {
        time: '',
        event: 'request',
        request_id: 'gateway-1',
        gateway_request_id: 'gateway-1',
        method: 'POST',
        path: '/boletos',
        status: 500,
        milliseconds: 0,
      },
    );
  });

  it('answers before Lambda kills it, even if the endpoint never ends', async () => {
    const stuck = createHttpHandler({ 'POST /boletos': () => new Promise(() => {}) });
    const began = Date.now();
    const { result } = await linesOf(() => stuck(event, context(700)));
    assert.equal(result.statusCode, 500);
    assert.ok(Date.now() - began < 700);
  });
});
