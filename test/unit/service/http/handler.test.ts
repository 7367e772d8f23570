import assert from 'node:assert/strict';
import { createHttpHandler } from '../../../../src/service/http/handler.js';
import type { ProxyEvent, Request } from '../../../../src/service/http/request.js';
import { linesOf } from '../lines.js';

const event: ProxyEvent = {
  httpMethod: 'POST',
  body: '{"payer_name":"Maria"}',
  requestContext: { requestId: 'gateway-1' },
};
const context = (milliseconds = 10_000) => ({
  awsRequestId: 'invocation-1',
  getRemainingTimeInMillis: () => milliseconds,
});
const echo = createHttpHandler('POST', async (request) => ({ status: 200, body: request.json() }));

describe('an HTTP function', () => {
  it('answers JSON with the id of the request', async () => {
    const { result } = await linesOf(() => echo(event, context()));
    assert.deepEqual(result, {
      statusCode: 200,
      headers: { 'content-type': 'application/json; charset=utf-8', 'x-request-id': 'gateway-1' },
      body: '{"payer_name":"Maria"}',
    });
  });

  it('keeps the id that the caller gave, if it can be one', async () => {
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

  it('answers 405 for a method that is not its own', async () => {
    const { result } = await linesOf(() => echo({ ...event, httpMethod: 'DELETE' }, context()));
    assert.equal(result.statusCode, 405);
    assert.equal(
      result.body,
      '{"errors":[{"type":"method_not_allowed","message":"DELETE method is not allowed for boleto resource","field":null}]}',
    );
  });

  const failing = createHttpHandler('POST', async () => {
    throw Object.assign(new Error('duplicate key: Key (payer_name)=(Maria) exists'), { code: '23505' });
  });

  it('tells nothing of what went wrong inside', async () => {
    const { result } = await linesOf(() => failing(event, context()));
    assert.equal(result.statusCode, 500);
    assert.equal(result.body, '{"errors":[{"type":"internal","message":"","field":null}]}');
  });

  it('logs what went wrong by name, code and place, without its message', async () => {
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
        method: 'POST',
        status: 500,
        milliseconds: 0,
      },
    );
  });

  it('answers before Lambda kills it, though the work never ends', async () => {
    const stuck = createHttpHandler('POST', (_: Request) => new Promise(() => {}));
    const began = Date.now();
    const { result } = await linesOf(() => stuck(event, context(700)));
    assert.equal(result.statusCode, 500);
    assert.ok(Date.now() - began < 700);
  });
});
