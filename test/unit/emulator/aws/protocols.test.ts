import assert from 'node:assert/strict';
import { jsonOperation, restAnswer, restError } from '../../../../src/emulator/aws/protocols.js';
import { AwsError } from '../../../../src/emulator/aws/service.js';
import { xml } from '../../../../src/emulator/aws/xml.js';
import { awsRequest } from '../../../support/aws-request.js';

describe('restJson1', () => {
  const headers = { 'content-type': 'application/json', 'x-amzn-requestid': 'request-1' };

  it('encodes an answer', () => {
    const request = awsRequest('GET', '/');
    assert.deepEqual(restAnswer(request, 201, { a: 1 }), { status: 201, headers, body: '{"a":1}' });
    assert.deepEqual(restAnswer(request, 204), { status: 204, headers, body: '' });
  });

  it('encodes an error, whose message no member can replace', () => {
    const error = new AwsError('Conflict', 409, 'text', { Type: 'User', message: 'other' });
    assert.deepEqual(restError(awsRequest('GET', '/'), error), {
      status: 409,
      headers: { ...headers, 'x-amzn-errortype': 'Conflict' },
      body: '{"Type":"User","message":"text"}',
    });
  });
});

describe('jsonOperation', () => {
  for (const [target, operation] of [
    ['TrentService.ListKeys', 'ListKeys'],
    ['com.amazonaws.kms.ListKeys', 'ListKeys'],
    ['ListKeys', 'ListKeys'],
    [undefined, ''],
  ] as const) {
    it(`is "${operation}" for ${target ?? 'no target'}`, () =>
      assert.equal(
        jsonOperation(awsRequest('POST', '/', { headers: { 'x-amz-target': target } })),
        operation,
      ));
  }
});

describe('xml', () => {
  for (const [content, text] of [
    [
      { Endpoint: { Port: 5432, Public: false } },
      '<Endpoint><Port>5432</Port><Public>false</Public></Endpoint>',
    ],
    [{ Tags: [{ Tag: 'a' }, { Tag: 'b' }] }, '<Tags><Tag>a</Tag><Tag>b</Tag></Tags>'],
    [{ A: undefined, B: '' }, '<B></B>'],
    [undefined, ''],
    ['a & <b> "c"\r\n', 'a &amp; &lt;b&gt; &quot;c&quot;&#13;\n'],
    ['&&<<>>""\r\r', '&amp;&amp;&lt;&lt;&gt;&gt;&quot;&quot;&#13;&#13;'],
  ] as const) {
    it(`writes ${JSON.stringify(content)}`, () => assert.equal(xml(content), text));
  }
});
