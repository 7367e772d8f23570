import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { systemClock } from '../../../../src/clock.js';
import { findSignature, verifySignature, type WireRequest } from '../../../../src/emulator/aws/signature.js';

/** Key and requests of the Signature Version 4 test suite and of the S3 API reference, both AWS's own. */
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

describe('the signature of a request', () => {
  it("is right for get-vanilla of AWS's test suite", async () => {
    assert.equal(await verify(getVanilla, suite, '2015-08-30T12:36:00Z'), undefined);
  });

  it('is right for the PUT of the S3 reference, its payload signed', async () => {
    assert.equal(await verify(putObject, s3, '2013-05-24T00:00:00Z'), undefined);
  });

  it('is right for the presigned URL of the S3 reference', async () => {
    assert.equal(await verify(presigned, s3, '2013-05-24T12:00:00Z'), undefined);
  });

  it('names the service that a request is for', () => {
    assert.equal(findSignature(putObject)?.service, 's3');
    assert.equal(findSignature(presigned)?.service, 's3');
  });

  it('is not there in a request without one', () => {
    assert.equal(
      findSignature({ target: '/local/boletos?x=1', headers: { authorization: 'Basic YTpi' } }),
      undefined,
    );
  });

  const now = '2015-08-30T12:36:00Z';
  it('is refused for another key id', async () => {
    assert.equal(await verify(getVanilla, { ...suite, accessKeyId: 'AKIDOTHER' }, now), 'unknown-key');
  });

  it('is refused for another secret', async () => {
    assert.equal(await verify(getVanilla, { ...suite, secretAccessKey: 'other' }, now), 'wrong-signature');
  });

  it('is refused for another path, query, method, header or body', async () => {
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

  it('is refused for a payload that its signed hash does not fit', async () => {
    const changed = { ...putObject, body: Buffer.from('Welcome to Amazon S4.') };
    assert.equal(await verify(changed, s3, '2013-05-24T00:00:00Z'), 'wrong-payload');
  });

  it('is refused when the clocks differ by more than 15 minutes', async () => {
    assert.equal(await verify(getVanilla, suite, '2015-08-30T12:51:00Z'), undefined);
    assert.equal(await verify(getVanilla, suite, '2015-08-30T12:51:01Z'), 'skewed');
    assert.equal(await verify(getVanilla, suite, '2015-08-30T12:20:59Z'), 'skewed');
  });

  it('is refused once a presigned URL has expired', async () => {
    assert.equal(await verify(presigned, s3, '2013-05-25T00:00:00Z'), undefined);
    assert.equal(await verify(presigned, s3, '2013-05-25T00:00:01Z'), 'expired');
  });

  it('is refused when a presigned URL names no day to expire on', async () => {
    const eternal = { ...presigned, target: presigned.target.replace('&X-Amz-Expires=86400', '') };
    assert.notEqual(await verify(eternal, s3, '2013-05-24T00:00:00Z'), undefined);
  });
});
