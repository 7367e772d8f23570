import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { S3Service } from '../../../../src/emulator/s3/index.js';
import { type CallableService, callable } from '../../../support/call-service.js';
import { codeOf, textOf } from './answers.js';

const KEY = '/artifacts/key';

describe('S3 requests', () => {
  let s3: CallableService<S3Service>;

  before(async () => {
    s3 = await callable((context) => new S3Service(context));
    await s3.call('PUT /artifacts');
    await s3.call(`PUT ${KEY}`, {}, 'text');
  });
  after(() => s3.close());

  it('finds bucket and key in the path, and the bucket in Host', async () => {
    const lines = [
      ['GET /artifacts/key', 'localhost'],
      ['GET /key', 'artifacts.localhost'],
      ['GET /key', 'artifacts.localhost:4580'],
      ['GET /key', 'artifacts.s3.localhost:4580'],
    ] as const;
    for (const [line, host] of lines) assert.equal((await s3.call(line, { host })).body, 'text', host);
  });

  it('answers with the id of the request', async () => {
    const { headers } = await s3.call(`GET ${KEY}`);
    assert.deepEqual([headers['x-amz-request-id'], headers['x-amz-id-2']], ['request-1', 'request-1']);
    const missing = await s3.call('GET /artifacts/none');
    assert.deepEqual(
      [missing.headers['x-amz-request-id'], textOf(missing, 'RequestId'), textOf(missing, 'Resource')],
      ['request-1', 'request-1', '/artifacts/none'],
    );
    assert.equal((await s3.call('HEAD /artifacts/none')).body, '');
  });

  it('ignores the parameters of a signature, and reads other x-amz- parameters as headers', async () => {
    const signature = [
      'X-Amz-Algorithm',
      'X-Amz-Credential',
      'X-Amz-Date',
      'X-Amz-Expires',
      'X-Amz-SignedHeaders',
      'X-Amz-Signature',
      'X-Amz-Security-Token',
      'X-Amz-Content-Sha256',
      'x-id',
    ];
    for (const name of signature) assert.equal((await s3.call(`GET ${KEY}?${name}=x`)).status, 200, name);
    await s3.call('PUT /artifacts/hoisted?X-Amz-Meta-A=1');
    assert.equal((await s3.call('GET /artifacts/hoisted')).headers['x-amz-meta-a'], '1');
  });

  it('refuses signature version 2', async () => {
    assert.equal(codeOf(await s3.call(`GET ${KEY}?AWSAccessKeyId=a&Signature=b`)), '400 InvalidRequest');
  });

  it('refuses a key of more than 1024 bytes, and a path that does not decode', async () => {
    assert.equal((await s3.call(`PUT /artifacts/${'%C3%A9'.repeat(512)}`)).status, 200);
    const long = await s3.call(`PUT /artifacts/a${'%C3%A9'.repeat(512)}`);
    assert.deepEqual(
      [codeOf(long), textOf(long, 'Size'), textOf(long, 'MaxSizeAllowed')],
      ['400 KeyTooLongError', '1025', '1024'],
    );
    assert.equal(codeOf(await s3.call('GET /artifacts/%zz')), '400 InvalidURI');
  });

  it('refuses the requests of another account', async () => {
    for (const name of ['x-amz-expected-bucket-owner', 'x-amz-source-expected-bucket-owner']) {
      assert.equal((await s3.call(`GET ${KEY}`, { [name]: '000000000000' })).status, 200);
      assert.equal(codeOf(await s3.call(`GET ${KEY}`, { [name]: '000000000001' })), '403 AccessDenied');
    }
  });

  describe('the operations', () => {
    const parameters: Readonly<Record<string, readonly string[]>> = {
      'GET /': ['prefix', 'max-buckets=1', 'continuation-token'],
      'GET /artifacts': ['prefix', 'delimiter', 'encoding-type=url', 'max-keys=1', 'marker'],
      'GET /artifacts?list-type=2': [
        ...['prefix', 'delimiter', 'encoding-type=url', 'max-keys=1'],
        ...['continuation-token=MTph', 'start-after', 'fetch-owner'],
      ],
      'GET /artifacts?versions': [
        ...['prefix', 'delimiter', 'encoding-type=url', 'max-keys=1', 'key-marker', 'version-id-marker'],
      ],
      'GET /artifacts?uploads': ['prefix'],
      'GET /artifacts/key': ['versionId=null', 'response-expires=x'],
      'HEAD /artifacts/key': ['versionId=null', 'response-content-type=x'],
      'GET /artifacts/key?tagging': ['versionId=null'],
      'HEAD /artifacts': [],
      'GET /artifacts?location': [],
      'GET /artifacts?versioning': [],
    };
    for (const [line, allowed] of Object.entries(parameters)) {
      it(`${line} reads ${allowed.join(', ') || 'no parameter'}, and refuses others`, async () => {
        const and = line.includes('?') ? '&' : '?';
        assert.equal((await s3.call(line)).status, 200);
        for (const parameter of allowed)
          assert.equal((await s3.call(`${line}${and}${parameter}`)).status, 200, parameter);
        assert.equal((await s3.call(`${line}${and}other=1`)).status, 501);
      });
    }

    const unsupported = [
      ['GET /artifacts?policy', 'GetBucketPolicy'],
      ['PUT /artifacts/key?acl', 'PutObjectAcl'],
      ['POST /artifacts/key', 'PostObject'],
      ['POST /', 'PostService'],
      ['GET /artifacts?public-access-block', 'GetBucketPublicAccessBlock'],
      ['PUT /artifacts/key?tagging', 'PutObjectTagging'],
      ['DELETE /artifacts/key?tagging', 'DeleteObjectTagging'],
    ] as const;
    for (const [line, name] of unsupported) {
      it(`refuses ${line} as ${name}`, async () => {
        const answer = await s3.call(line);
        assert.equal(codeOf(answer), '501 NotImplemented');
        assert.match(textOf(answer, 'Message') ?? '', new RegExp(`does not support s3 ${name}\\.`));
      });
    }
  });

  describe('the headers', () => {
    const supported = [
      ...['content-sha256', 'date', 'security-token', 'user-agent', 'sdk-checksum-algorithm', 'meta-a'],
      ...['checksum-crc32', 'request-payer'],
    ];
    const values: Readonly<Record<string, string>> = {
      'content-sha256': 'UNSIGNED-PAYLOAD',
      'checksum-crc32': 'AAAAAA==',
      'sdk-checksum-algorithm': '',
    };
    it('that change nothing are accepted', async () => {
      for (const name of supported) {
        const answer = await s3.call('PUT /artifacts/h', { [`x-amz-${name}`]: values[name] ?? 'x' });
        assert.equal(answer.status, 200, name);
      }
    });

    const limited = [
      ['x-amz-acl', ['private', 'bucket-owner-full-control'], 'public-read'],
      ['x-amz-storage-class', ['STANDARD'], 'GLACIER'],
      ['x-amz-tagging-directive', ['COPY', 'REPLACE'], 'OTHER'],
      ['x-amz-object-ownership', ['BucketOwnerEnforced'], 'ObjectWriter'],
      ['x-amz-bucket-object-lock-enabled', ['false'], 'true'],
    ] as const;
    for (const [name, accepted, refused] of limited) {
      it(`${name} is accepted as ${accepted.join(' or ')} only`, async () => {
        for (const value of accepted)
          assert.equal((await s3.call('PUT /artifacts/h', { [name]: value })).status, 200, value);
        const answer = await s3.call('PUT /artifacts/h', { [name]: refused });
        assert.match(
          textOf(answer, 'Message') ?? '',
          new RegExp(`does not support s3 PutObject with ${name}: ${refused}\\.`),
        );
      });
    }

    it('that S3 here does not know are refused', async () => {
      for (const name of ['x-amz-server-side-encryption', 'x-amz-tagging', 'x-amz-website-redirect-location'])
        assert.equal(codeOf(await s3.call('PUT /artifacts/h', { [name]: '' })), '501 NotImplemented', name);
    });
  });

  describe('the payload', () => {
    const put = (headers: Record<string, string>, body: string) => s3.call('PUT /artifacts/p', headers, body);
    const stored = async () => await s3.call('GET /artifacts/p', { 'x-amz-checksum-mode': 'ENABLED' });
    const streamed = {
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'x-amz-decoded-content-length': '3',
    };
    const trailer = 'x-amz-checksum-crc32';

    it('has the hash that it claims', async () => {
      const sha256 = createHash('sha256').update('abc').digest('hex');
      assert.equal((await put({ 'x-amz-content-sha256': sha256 }, 'abc')).status, 200);
      const other = await put({ 'x-amz-content-sha256': sha256 }, 'abd');
      assert.equal(codeOf(other), '400 XAmzContentSHA256Mismatch');
      assert.equal(textOf(other, 'ClientComputedContentSHA256'), sha256);
    });

    it('is decoded by its hash or by its encoding, which is not stored', async () => {
      const body = '3\r\nabc\r\n0\r\n\r\n';
      assert.equal((await put(streamed, body)).status, 200);
      assert.equal((await stored()).body, 'abc');
      const encoded = { 'content-encoding': 'aws-chunked, gzip', 'x-amz-decoded-content-length': '3' };
      assert.equal((await put(encoded, body)).status, 200);
      const { body: data, headers } = await stored();
      assert.deepEqual([data, headers['content-encoding']], ['abc', 'gzip']);
    });

    it('keeps its encodings', async () => {
      await put({ 'content-encoding': 'gzip,, br' }, 'abc');
      assert.equal((await stored()).headers['content-encoding'], 'gzip,br');
    });

    it('has the length that it claims', async () => {
      const length = { ...streamed, 'x-amz-decoded-content-length': '4' };
      assert.equal(codeOf(await put(length, '3\r\nabc\r\n0\r\n\r\n')), '400 IncompleteBody');
      const { 'x-amz-decoded-content-length': _, ...without } = streamed;
      assert.equal(codeOf(await put(without, '3\r\nabc\r\n0\r\n\r\n')), '411 MissingContentLength');
    });

    it('ends with the checksum that it announces', async () => {
      const announced = { ...streamed, 'x-amz-trailer': trailer };
      const body = (value: string) => `3\r\nabc\r\n0\r\n${trailer}:${value}\r\n\r\n`;
      assert.equal((await put(announced, body('NSRBwg=='))).status, 200);
      assert.equal((await stored()).headers[trailer], 'NSRBwg==');
      assert.equal(codeOf(await put(announced, body('AAAAAA=='))), '400 BadDigest');
      assert.equal(codeOf(await put(announced, '3\r\nabc\r\n0\r\n\r\n')), '400 MalformedTrailerError');
      const other = { ...streamed, 'x-amz-trailer': 'x-amz-other' };
      assert.equal(codeOf(await put(other, '3\r\nabc\r\n0\r\nx-amz-other:1\r\n\r\n')), '501 NotImplemented');
    });
  });
});
