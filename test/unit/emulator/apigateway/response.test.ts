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
    ['an empty object', {}, { status: 200, headers: {}, body: '' }],
    ['headers alone', { headers: { 'X-A': 'b' } }, { status: 200, headers: { 'x-a': ['b'] }, body: '' }],
    [
      'headers that are null',
      { statusCode: 200, headers: null, body: null },
      { status: 200, headers: {}, body: '' },
    ],
    [
      'numbers and booleans as header values',
      { headers: { 'X-N': 1, 'X-B': true } },
      { status: 200, headers: { 'x-n': ['1'], 'x-b': ['true'] }, body: '' },
    ],
    [
      'both kinds of headers, the multiple ones first',
      { headers: { 'Set-Cookie': 'c' }, multiValueHeaders: { 'set-cookie': ['a', 'b'] } },
      { status: 200, headers: { 'set-cookie': ['a', 'b', 'c'] }, body: '' },
    ],
    [
      'a base64 body as the text that it is',
      { body: 'aGk=', isBase64Encoded: true },
      { status: 200, headers: {}, body: 'aGk=' },
    ],
    [
      'a length of its own under another name',
      { headers: { 'Content-Length': '999' } },
      { status: 200, headers: { 'x-amzn-remapped-content-length': ['999'] }, body: '' },
    ],
  ] as const) {
    it(`takes ${title}`, () => {
      assert.deepEqual(map(answer), {
        ...expected,
        headers: { ...expected.headers, 'content-type': ['application/json'] },
      });
    });
  }

  it('decodes a base64 body where the client asked for a binary media type', () => {
    assert.deepEqual(map({ body: 'aGk=', isBase64Encoded: true }, true)?.body, Buffer.from('hi'));
    assert.equal(map({ body: 'aGk=' }, true)?.body, 'aGk=');
  });

  it('keeps a content type', () => {
    assert.deepEqual(map({ headers: { 'Content-Type': 'text/plain' } })?.headers, {
      'content-type': ['text/plain'],
    });
  });

  for (const [title, answer] of [
    ['a text', 'ok'],
    ['null', null],
    ['a list', []],
    ['a status that is no number', { statusCode: 'abc' }],
    ['a status out of range', { statusCode: 99 }],
    ['a body that is no text', { statusCode: 200, body: { a: 1 } }],
    ['multiple headers that are no list', { multiValueHeaders: { a: 'b' } }],
    ['a member that the form does not have', { statusCode: 200, extra: 1 }],
    ['a header that is an object', { headers: { a: {} } }],
  ] as const) {
    it(`refuses ${title}`, () => assert.equal(map(answer), undefined));
  }

  it('refuses what is no JSON', () => assert.equal(proxyResponse(Buffer.from('{'), false), undefined));
});
