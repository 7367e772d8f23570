import assert from 'node:assert/strict';
import { proxyResponse } from '../../../../src/emulator/apigateway/response.js';

const map = (answer: unknown, decodes = false) => proxyResponse(Buffer.from(JSON.stringify(answer)), decodes);

describe('proxyResponse', () => {
  for (const [title, answer, expected] of [
    [
      'status, headers and body',
      { statusCode: 201, headers: { 'X-A': 'b' }, body: 'x' },
      { status: 201, headers: { 'x-a': ['b'] }, body: 'x' },
    ],
    ['a status as a numeric string', { statusCode: '404' }, { status: 404, headers: {}, body: '' }],
    ['the smallest status', { statusCode: 100 }, { status: 100, headers: {}, body: '' }],
    ['the largest status', { statusCode: 599 }, { status: 599, headers: {}, body: '' }],
    ['a status that is null', { statusCode: null }, { status: 200, headers: {}, body: '' }],
    ['an empty object', {}, { status: 200, headers: {}, body: '' }],
    ['the member cookies', { cookies: [] }, { status: 200, headers: {}, body: '' }],
    ['headers alone', { headers: { 'X-A': 'b' } }, { status: 200, headers: { 'x-a': ['b'] }, body: '' }],
    [
      'headers that are null',
      { statusCode: 200, headers: null, multiValueHeaders: null, body: null },
      { status: 200, headers: {}, body: '' },
    ],
    [
      'numbers and booleans as header values',
      { headers: { 'X-N': 1, 'X-B': true } },
      { status: 200, headers: { 'x-n': ['1'], 'x-b': ['true'] }, body: '' },
    ],
    [
      'both kinds of headers, the multiple ones first and each value once',
      {
        headers: { 'Set-Cookie': 'c', 'X-A': 'a' },
        multiValueHeaders: { 'set-cookie': ['a', 'b'], 'x-a': ['a'] },
      },
      { status: 200, headers: { 'set-cookie': ['a', 'b', 'c'], 'x-a': ['a'] }, body: '' },
    ],
    [
      'a base64 body as plain text',
      { body: 'aGk=', isBase64Encoded: true },
      { status: 200, headers: {}, body: 'aGk=' },
    ],
  ] as const) {
    it(`accepts ${title}`, () => {
      assert.deepEqual(map(answer), {
        ...expected,
        headers: { ...expected.headers, 'content-type': ['application/json'] },
      });
    });
  }

  for (const name of [
    'Connection',
    'Content-Length',
    'Date',
    'Host',
    'Server',
    'Transfer-Encoding',
    'WWW-Authenticate',
    'x-amzn-RequestId',
  ]) {
    it(`passes on the header ${name} under another name`, () => {
      assert.deepEqual(map({ headers: { [name]: '9' } })?.headers, {
        [`x-amzn-remapped-${name.toLowerCase()}`]: ['9'],
        'content-type': ['application/json'],
      });
    });
  }

  it('decodes a base64 body if the client asked for a binary media type', () => {
    assert.deepEqual(map({ body: 'aGk=', isBase64Encoded: true }, true)?.body, Buffer.from('hi'));
    assert.equal(map({ body: 'aGk=' }, true)?.body, 'aGk=');
    assert.equal(map({ body: 'aGk=', isBase64Encoded: 'true' }, true)?.body, 'aGk=');
  });

  it('keeps a content type', () => {
    assert.deepEqual(map({ headers: { 'Content-Type': 'text/plain' } })?.headers, {
      'content-type': ['text/plain'],
    });
  });

  for (const [title, answer] of [
    ['a string', 'ok'],
    ['a number', 1],
    ['null', null],
    ['a list', []],
    ['a status that is not a number', { statusCode: 'abc' }],
    ['a status with a fraction', { statusCode: 200.5 }],
    ['a status with a fraction as a string', { statusCode: '200.5' }],
    ['a status that is a list', { statusCode: ['200'] }],
    ['a status below 100', { statusCode: 99 }],
    ['a status above 599', { statusCode: 600 }],
    ['a body that is an object', { statusCode: 200, body: { a: 1 } }],
    ['headers that are a list', { headers: [] }],
    ['headers that are a string', { headers: 'a' }],
    ['multiple headers that are a list', { multiValueHeaders: [] }],
    ['a multiple header without a list', { multiValueHeaders: { a: 'b' } }],
    ['a multiple header with an object among its values', { multiValueHeaders: { a: ['b', {}] } }],
    ['an unknown member', { statusCode: 200, extra: 1 }],
    ['a header that is an object', { headers: { 'x-a': 'b', a: {} } }],
  ] as const) {
    it(`refuses ${title}`, () => assert.equal(map(answer), undefined));
  }

  it('refuses invalid JSON', () => assert.equal(proxyResponse(Buffer.from('{'), false), undefined));
});
