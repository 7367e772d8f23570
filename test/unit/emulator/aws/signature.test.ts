import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { systemClock } from '../../../../src/clock.js';
import { findSignature, verifySignature, type WireRequest } from '../../../../src/emulator/aws/signature.js';
import { sha256 } from '../../../support/sha256.js';

/** Keys and requests of AWS's Signature Version 4 test suite, and of AWS's S3 API reference. */
const suite = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const s3 = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
const at = (iso: string) => ({ ...systemClock, now: () => new Date(iso) });

const getVanilla: WireRequest = {
  method: 'GET',
  target: '/',
  headers: {
    host: 'example.amazonaws.com',
    'x-amz-date': '20150830T123600Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
  },
  body: Buffer.alloc(0),
};

const presigned: WireRequest = {
  method: 'GET',
  target:
    '/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
  headers: { host: 'examplebucket.s3.amazonaws.com' },
  body: Buffer.alloc(0),
};

const putObject: WireRequest = {
  method: 'PUT',
  target: '/test%24file.text',
  headers: {
    host: 'examplebucket.s3.amazonaws.com',
    date: 'Fri, 24 May 2013 00:00:00 GMT',
    'x-amz-date': '20130524T000000Z',
    'x-amz-storage-class': 'REDUCED_REDUNDANCY',
    'x-amz-content-sha256': createHash('sha256').update('Welcome to Amazon S3.').digest('hex'),
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class,Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  },
  body: Buffer.from('Welcome to Amazon S3.'),
};

async function verify(request: WireRequest, credentials: typeof suite, now: string) {
  const signature = findSignature(request);
  assert.ok(signature);
  return await verifySignature(request, signature, credentials, at(now));
}

/** The presigned URL with one parameter of its query changed. */
function presignedWith(name: string, value: string): WireRequest {
  return { ...presigned, target: presigned.target.replace(new RegExp(`${name}=[^&]*`), `${name}=${value}`) };
}

describe('findSignature', () => {
  it('reads a signature in the headers', () => {
    assert.deepEqual(findSignature(getVanilla), {
      accessKeyId: 'AKIDEXAMPLE',
      day: '20150830',
      region: 'us-east-1',
      service: 'service',
      signedHeaders: ['host', 'x-amz-date'],
      value: '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
      time: '20150830T123600Z',
    });
  });

  it('reads a signature in the query', () => {
    assert.deepEqual(findSignature(presigned), {
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      day: '20130524',
      region: 'us-east-1',
      service: 's3',
      signedHeaders: ['host'],
      value: 'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
      time: '20130524T000000Z',
      expires: 86400,
    });
  });

  const { authorization = '' } = getVanilla.headers;
  for (const [title, changes] of [
    ['another authorization', { authorization: 'Basic YTpi' }],
    ['no authorization', { authorization: undefined }],
    ['no signature', { authorization: authorization.replace(/, Signature=.*/, '') }],
    ['no signed headers', { authorization: authorization.replace('SignedHeaders=', 'Other=') }],
    ['no credential', { authorization: authorization.replace('Credential=', 'Other=') }],
    ['a scope of another kind', { authorization: authorization.replace('aws4_request', 'aws5_request') }],
    ['no key id', { authorization: authorization.replace('AKIDEXAMPLE', '') }],
    ['no day', { authorization: authorization.replace('/20150830/', '//') }],
    ['no region', { authorization: authorization.replace('us-east-1', '') }],
    ['no service', { authorization: authorization.replace('/service/', '//') }],
    ['no time', { 'x-amz-date': undefined }],
  ] as [string, Record<string, string | undefined>][]) {
    it(`finds none in headers with ${title}`, () => {
      const headers = { ...getVanilla.headers, ...changes };
      assert.equal(findSignature({ target: '/', headers }), undefined);
    });
  }

  for (const [name, value] of [
    ['X-Amz-Algorithm', 'AWS4-HMAC-SHA512'],
    ['X-Amz-Credential', 'AKIAIOSFODNN7EXAMPLE'],
    ['X-Amz-SignedHeaders', ''],
    ['X-Amz-Signature', ''],
    ['X-Amz-Date', ''],
  ] as const) {
    it(`finds none in a query with ${name}=${value}`, () =>
      assert.equal(findSignature(presignedWith(name, value)), undefined));
  }
});

describe('verifySignature', () => {
  it("accepts get-vanilla of AWS's test suite", async () => {
    assert.equal(await verify(getVanilla, suite, '2015-08-30T12:36:00Z'), undefined);
  });

  it('accepts the PUT of the S3 reference, with a signed payload', async () => {
    assert.equal(await verify(putObject, s3, '2013-05-24T00:00:00Z'), undefined);
  });

  it('accepts the presigned URL of the S3 reference', async () => {
    assert.equal(await verify(presigned, s3, '2013-05-24T12:00:00Z'), undefined);
  });

  const now = '2015-08-30T12:36:00Z';
  it('refuses another key id', async () => {
    assert.equal(await verify(getVanilla, { ...suite, accessKeyId: 'AKIDOTHER' }, now), 'unknown-key');
  });

  it('refuses another secret', async () => {
    assert.equal(await verify(getVanilla, { ...suite, secretAccessKey: 'other' }, now), 'wrong-signature');
  });

  it('refuses another path, query, method, header or body', async () => {
    const changes: Partial<WireRequest>[] = [
      { target: '/other' },
      { target: '/?a=b' },
      { method: 'POST' },
      { headers: { ...getVanilla.headers, host: 'other.amazonaws.com' } },
      { body: Buffer.from('other') },
    ];
    for (const change of changes) {
      assert.equal(
        await verify({ ...getVanilla, ...change }, suite, now),
        'wrong-signature',
        JSON.stringify(change),
      );
    }
  });

  it('refuses a body that does not match its signed hash', async () => {
    const changed = { ...putObject, body: Buffer.from('Welcome to Amazon S4.') };
    assert.equal(await verify(changed, s3, '2013-05-24T00:00:00Z'), 'wrong-payload');
  });

  it('refuses a time that differs by more than 15 minutes', async () => {
    assert.equal(await verify(getVanilla, suite, '2015-08-30T12:51:00Z'), undefined);
    assert.equal(await verify(getVanilla, suite, '2015-08-30T12:51:01Z'), 'skewed');
    assert.equal(await verify(getVanilla, suite, '2015-08-30T12:21:00Z'), undefined);
    assert.equal(await verify(getVanilla, suite, '2015-08-30T12:20:59Z'), 'skewed');
  });

  it('refuses a presigned URL after it expired', async () => {
    assert.equal(await verify(presigned, s3, '2013-05-25T00:00:00Z'), undefined);
    assert.equal(await verify(presigned, s3, '2013-05-25T00:00:01Z'), 'expired');
  });

  it('refuses a presigned URL from a clock that is more than 15 minutes ahead', async () => {
    assert.equal(await verify(presigned, s3, '2013-05-23T23:45:00Z'), undefined);
    assert.equal(await verify(presigned, s3, '2013-05-23T23:44:59Z'), 'expired');
  });

  it('refuses a presigned URL without an expiry', async () => {
    const eternal = { ...presigned, target: presigned.target.replace('&X-Amz-Expires=86400', '') };
    assert.equal(await verify(eternal, s3, '2013-05-24T00:00:00Z'), 'wrong-signature');
  });

  it('refuses a time that is not in the format of AWS', async () => {
    const headers = { ...getVanilla.headers, 'x-amz-date': '2015-08-30T12:36:00Z?' };
    assert.equal(await verify({ ...getVanilla, headers }, suite, now), 'wrong-signature');
  });

  it('refuses a shorter signature', async () => {
    assert.equal(
      await verify(presignedWith('X-Amz-Signature', 'aeee'), s3, '2013-05-24T00:00:00Z'),
      'wrong-signature',
    );
  });

  it('refuses a request without a header that is signed', async () => {
    const { host, ...headers } = getVanilla.headers;
    assert.equal(await verify({ ...getVanilla, headers }, suite, now), 'wrong-signature');
  });

  for (const [title, service, target, body, contentHash] of [
    [
      'a query with equal names, an equals sign and a plus',
      'lambda',
      '/a%20b?b=2&a=x%3Dy&b=1+1&c=&d',
      'body',
      undefined,
    ],
    ['a path that S3 does not encode twice', 's3', '/bucket/a%20b', 'body', undefined],
    ['a path that other services encode twice', 'lambda', '/functions/arn%3Aaws', '', undefined],
    ['an unsigned payload', 's3', '/bucket/key', 'any body', 'UNSIGNED-PAYLOAD'],
    ['a query that cannot be decoded', 'lambda', '/?a=%', '', undefined],
    ['a payload hash that is in no header', 's3', '/bucket/key', 'body', 'none'],
  ] as const) {
    it(`accepts ${title}, as the SDK signs it`, async () => {
      const time = new Date('2026-01-02T03:04:05Z');
      const signer = new SignatureV4({
        credentials: suite,
        region: 'sa-east-1',
        service,
        sha256,
        uriEscapePath: service !== 's3',
        applyChecksum: contentHash !== 'none',
      });
      const [path = '', query = ''] = target.split('?');
      const bag: Record<string, string[]> = {};
      for (const pair of query.split('&').filter(Boolean)) {
        const [name = '', value = ''] = pair
          .split('=')
          .map((part) => (part === '%' ? part : decodeURIComponent(part)));
        bag[name] = [...(bag[name] ?? []), value];
      }
      const { headers } = await signer.sign(
        {
          method: 'POST',
          protocol: 'http:',
          hostname: 'localhost',
          path,
          query: bag,
          headers: {
            host: 'localhost',
            ...(contentHash === 'UNSIGNED-PAYLOAD' && { 'x-amz-content-sha256': contentHash }),
          },
          body,
        },
        { signingDate: time },
      );
      const wire = { method: 'POST', target, headers, body: Buffer.from(body) };
      assert.equal(await verify(wire, suite, time.toISOString()), undefined);
    });
  }

  for (const [title, service, signedHash, isAccepted] of [
    ['of S3, whose payload is not signed', 's3', undefined, true],
    ['of S3 with a payload hash in its query', 's3', 'UNSIGNED-PAYLOAD', true],
    ['of another service, whose payload is signed', 'lambda', undefined, false],
  ] as const) {
    it(`${isAccepted ? 'accepts' : 'refuses'} any body for a presigned URL ${title}`, async () => {
      const time = new Date('2026-01-02T03:04:05Z');
      const signer = new SignatureV4({
        credentials: suite,
        region: 'sa-east-1',
        service,
        sha256,
        uriEscapePath: service !== 's3',
      });
      const query: Record<string, string> = signedHash ? { 'X-Amz-Content-Sha256': signedHash } : {};
      const unsigned = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
      const presignedRequest = await signer.presign(
        {
          method: 'PUT',
          protocol: 'http:',
          hostname: 'localhost',
          path: '/a/b',
          query,
          headers: { host: 'localhost', ...(service === 's3' && unsigned) },
        },
        { signingDate: time, unsignableHeaders: new Set(['x-amz-content-sha256']) },
      );
      const target = `/a/b?${new URLSearchParams(presignedRequest.query as Record<string, string>)}`;
      const headers = { host: 'localhost' };
      const wire = { method: 'PUT', target, headers, body: Buffer.alloc(0) };
      assert.equal(await verify(wire, suite, time.toISOString()), undefined);
      const changed = { ...wire, body: Buffer.from('other') };
      assert.equal(
        await verify(changed, suite, time.toISOString()),
        isAccepted ? undefined : 'wrong-signature',
      );
    });
  }
});
