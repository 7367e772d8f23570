import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { S3Service } from '../../../../src/emulator/s3/index.js';
import { type CallableService, callable } from '../../../support/call-service.js';
import { codeOf, textOf } from './answers.js';

const ENABLED = '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>';
const md5 = (text: string) => createHash('md5').update(text).digest('hex');

describe('S3 PUT of a copy', () => {
  let s3: CallableService<S3Service>;

  beforeEach(async () => {
    s3 = await callable((context) => new S3Service(context));
    await s3.call('PUT /abc');
    await s3.call('PUT /abc/a%20b', { 'x-amz-meta-a': '1', 'x-amz-checksum-crc32': 'NSRBwg==' }, 'abc');
  });
  afterEach(() => s3.close());

  const headersOf = async (line: string, headers: Record<string, string> = {}) =>
    (await s3.call(line, headers)).headers;

  const copy = (source: string, headers: Record<string, string> = {}, key = 'copied') =>
    s3.call(`PUT /abc/${key}`, { 'x-amz-copy-source': source, ...headers });

  it('copies bytes, metadata and checksum', async () => {
    const answer = await copy('abc/a%20b');
    assert.deepEqual(
      ['ETag', 'LastModified', 'ChecksumType', 'ChecksumCRC32'].map((name) => textOf(answer, name)),
      [`&quot;${md5('abc')}&quot;`, '2026-03-04T05:06:07.000Z', 'FULL_OBJECT', 'NSRBwg=='],
    );
    const { body, headers } = await s3.call('GET /abc/copied', { 'x-amz-checksum-mode': 'ENABLED' });
    assert.deepEqual(
      [body, headers['x-amz-meta-a'], headers['x-amz-checksum-crc32']],
      ['abc', '1', 'NSRBwg=='],
    );
  });

  it('computes the checksum that it is asked for, and refuses an unknown one', async () => {
    const answer = await copy('/abc/a%20b', { 'x-amz-checksum-algorithm': 'SHA256' });
    assert.equal(textOf(answer, 'ChecksumSHA256'), createHash('sha256').update('abc').digest('base64'));
    const unknown = await copy('/abc/a%20b', { 'x-amz-checksum-algorithm': 'MD4' });
    assert.equal(codeOf(unknown), '501 NotImplemented');
    await s3.call('PUT /abc/plain', {}, 'x');
    assert.doesNotMatch((await copy('abc/plain')).body, /Checksum/);
  });

  it('replaces the metadata on request', async () => {
    const replace = { 'x-amz-metadata-directive': 'REPLACE', 'x-amz-meta-b': '2' };
    await copy('abc/a%20b', replace);
    const headers = await headersOf('GET /abc/copied');
    assert.deepEqual([headers['x-amz-meta-a'], headers['x-amz-meta-b']], [undefined, '2']);
    assert.equal(codeOf(await copy('abc/a%20b', { 'x-amz-metadata-directive': 'x' })), '400 InvalidArgument');
  });

  it('copies an object to itself only with new metadata', async () => {
    assert.equal(codeOf(await copy('abc/a%20b', {}, 'a%20b')), '400 InvalidRequest');
    const replace = { 'x-amz-metadata-directive': 'REPLACE' };
    assert.equal(codeOf(await copy('abc/a%20b', replace, 'a%20b')), '200');
  });

  it('copies a version, and names it', async () => {
    await s3.call('PUT /abc?versioning', {}, ENABLED);
    const old = (await headersOf('PUT /abc/k'))['x-amz-version-id'];
    await s3.call('PUT /abc/k', {}, 'new');
    const { headers } = await copy(`abc/k?versionId=${old}`);
    assert.equal(headers['x-amz-copy-source-version-id'], old);
    assert.match(String(headers['x-amz-version-id']), /^[0-9a-f]{32}$/);
    assert.equal((await s3.call('GET /abc/copied')).body, '');
    assert.equal(codeOf(await copy('abc/k?versionId=x')), '404 NoSuchVersion');
  });

  it('refuses a malformed source', async () => {
    for (const source of ['abc', 'abc/', '/abc', '//key', 'abc/%zz', ''])
      assert.equal(codeOf(await copy(source)), '400 InvalidArgument', source);
    assert.equal(codeOf(await copy('abc/none')), '404 NoSuchKey');
    assert.equal(codeOf(await copy('none/key')), '404 NoSuchBucket');
  });

  it('checks the conditions on its source', async () => {
    const etag = `"${md5('abc')}"`;
    const now = 'Wed, 04 Mar 2026 05:06:07 GMT';
    const before = 'Wed, 04 Mar 2026 05:06:06 GMT';
    const conditions = [
      ['if-match', etag, '"x"'],
      ['if-none-match', '"x"', etag],
      ['if-unmodified-since', now, before],
      ['if-modified-since', before, now],
    ] as const;
    for (const [name, holds, fails] of conditions) {
      const header = `x-amz-copy-source-${name}`;
      assert.equal(codeOf(await copy('abc/a%20b', { [header]: holds })), '200', name);
      assert.equal(codeOf(await copy('abc/a%20b', { [header]: fails })), '412 PreconditionFailed', name);
    }
  });
});
