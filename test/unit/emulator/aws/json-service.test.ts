import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { JsonService } from '../../../../src/emulator/aws/json-service.js';
import { AwsError } from '../../../../src/emulator/aws/service.js';
import { awsRequest } from '../../../support/aws-request.js';

class Thing extends JsonService {
  protected readonly operations = {
    Echo: (input: object) => input,
    Wait: async () => 'later',
    Nothing: () => undefined,
    Who: (_: object, { requestId }: { requestId: string }) => requestId,
  };
}

describe('JsonService', () => {
  const service = new Thing('thing', 'Thing', '1.0');
  const headersFor = (operation: string) => ({ 'x-amz-target': `Thing_2020.${operation}` });
  const call = async (operation: string, body: string | Buffer = '{}', headers = {}) =>
    service.handle(awsRequest('POST', '/', { headers: { ...headersFor(operation), ...headers }, body }));

  it('has the scope that it is created with', () => assert.equal(service.scope, 'thing'));

  for (const [operation, body, answer] of [
    ['Echo', '{"a":1}', '{"a":1}'],
    ['Echo', '', '{}'],
    ['Wait', '{}', '"later"'],
    ['Nothing', '{}', '{}'],
    ['Who', '{}', '"request-1"'],
  ] as const) {
    it(`answers ${operation} of ${body || 'an empty body'} with ${answer}`, async () => {
      assert.deepEqual(await call(operation, body), {
        status: 200,
        headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'request-1' },
        body: answer,
      });
    });
  }

  it('reads a compressed body', async () => {
    const { body } = await call('Echo', gzipSync('{"a":1}'), { 'content-encoding': 'gzip' });
    assert.equal(body, '{"a":1}');
  });

  for (const [title, body, headers] of [
    ['invalid JSON', '{', {}],
    ['a list', '[]', {}],
    ['null', 'null', {}],
    ['a string', '"a"', {}],
    ['a body that is not compressed as it says', '{}', { 'content-encoding': 'gzip' }],
  ] as const) {
    it(`refuses ${title}`, async () => {
      await assert.rejects(call('Echo', body, headers), {
        code: 'SerializationException',
        status: 400,
        message: 'The request body is no JSON object',
      });
    });
  }

  for (const [operation, named] of [
    ['Other', 'Other'],
    ['toString', 'toString'],
    ['', 'requests without X-Amz-Target (only awsJson 1.0)'],
  ] as const) {
    it(`answers 501 to the operation "${operation}"`, async () => {
      await assert.rejects(call(operation), {
        code: 'NotImplemented',
        status: 501,
        message: `The local stage does not support Thing ${named}. It is a development stand-in for AWS.`,
      });
    });
  }

  it('answers 501 to a request without X-Amz-Target', async () => {
    await assert.rejects(service.handle(awsRequest('POST', '/')), /requests without X-Amz-Target/);
  });

  it('encodes an error with its members', () => {
    const error = new AwsError('TooMuch', 429, 'Slow down', { Reason: 'limit' });
    assert.deepEqual(service.encodeError(error, awsRequest('POST', '/')), {
      status: 429,
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amzn-requestid': 'request-1',
        'x-amzn-errortype': 'TooMuch',
      },
      body: '{"__type":"TooMuch","message":"Slow down","Reason":"limit"}',
    });
  });
});
