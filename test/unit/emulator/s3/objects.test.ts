import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { S3Service } from '../../../../src/emulator/s3/index.js';
import { type CallableService, callable } from '../../../support/call-service.js';
import { codeOf, textOf, textsOf } from './answers.js';

const ENABLED = '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>';
const SUSPENDED = ENABLED.replace('Enabled', 'Suspended');
const md5 = (text: string) => createHash('md5').update(text).digest('hex');

describe('S3 object operations', () => {
  let s3: CallableService<S3Service>;

  beforeEach(async () => {
    s3 = await callable((context) => new S3Service(context));
    await s3.call('PUT /abc');
  });
  afterEach(() => s3.close());

  const headersOf = async (line: string, headers: Record<string, string> = {}) =>
    (await s3.call(line, headers)).headers;

  describe('GET and HEAD', () => {
    it('answer the headers of the write, and its metadata', async () => {
      const sent = {
        'content-type': 'text/plain',
        'cache-control': 'no-cache',
        'content-disposition': 'inline',
        'content-language': 'pt',
        'content-encoding': 'gzip',
        expires: 'never',
        'x-amz-meta-a': '1',
      };
      await s3.call('PUT /abc/key', { ...sent, 'x-other': '1' }, 'text');
      const expected = {
        ...sent,
        'accept-ranges': 'bytes',
        etag: `"${md5('text')}"`,
        'last-modified': 'Wed, 04 Mar 2026 05:06:07 GMT',
        'x-amz-id-2': 'request-1',
        'x-amz-request-id': 'request-1',
      };
      assert.deepEqual(await headersOf('GET /abc/key'), expected);
      assert.deepEqual(await headersOf('HEAD /abc/key'), { ...expected, 'content-length': '4' });
    });

    it('answer binary/octet-stream without a content type', async () => {
      await s3.call('PUT /abc/key');
      assert.equal((await headersOf('GET /abc/key'))['content-type'], 'binary/octet-stream');
    });

    for (const name of [
      ...['content-type', 'cache-control', 'content-disposition'],
      ...['content-encoding', 'content-language', 'expires'],
    ]) {
      it(`replace ${name} on request`, async () => {
        await s3.call('PUT /abc/key', { [name]: 'stored' });
        assert.equal((await headersOf(`GET /abc/key?response-${name}=other`))[name], 'other');
        assert.equal((await headersOf('GET /abc/key'))[name], 'stored');
      });
    }

    it('report the checksum on request, and not for a range', async () => {
      await s3.call('PUT /abc/key', { 'x-amz-checksum-crc32': 'NSRBwg==' }, 'abc');
      const asked = { 'x-amz-checksum-mode': 'enabled' };
      for (const method of ['GET', 'HEAD']) {
        const checksum = async (headers: Record<string, string>) => {
          const answer = await headersOf(`${method} /abc/key`, headers);
          return [answer['x-amz-checksum-crc32'], answer['x-amz-checksum-type']];
        };
        assert.deepEqual(await checksum(asked), ['NSRBwg==', 'FULL_OBJECT']);
        assert.deepEqual(await checksum({}), [undefined, undefined]);
        assert.deepEqual(await checksum({ ...asked, range: 'bytes=0-1' }), [undefined, undefined]);
      }
    });

    it('answer a range', async () => {
      await s3.call('PUT /abc/key', {}, 'abcdefghij');
      const range = { range: 'bytes=2-4' };
      const { status, headers, body } = await s3.call('GET /abc/key', range);
      assert.deepEqual([status, headers['content-range'], body], [206, 'bytes 2-4/10', 'cde']);
      const head = await s3.call('HEAD /abc/key', range);
      assert.deepEqual(
        [head.status, head.headers['content-range'], head.headers['content-length']],
        [206, 'bytes 2-4/10', '3'],
      );
      const beyond = await s3.call('GET /abc/key', { range: 'bytes=10-' });
      assert.deepEqual(
        [codeOf(beyond), beyond.headers['content-range'], textOf(beyond, 'ActualObjectSize')],
        ['416 InvalidRange', 'bytes */10', '10'],
      );
    });

    it('answer 304 for a known etag, and 412 for another one', async () => {
      await s3.call('PUT /abc/key', {}, 'text');
      const etag = `"${md5('text')}"`;
      for (const method of ['GET', 'HEAD']) {
        const { status, headers } = await s3.call(`${method} /abc/key`, { 'if-none-match': etag });
        assert.deepEqual(
          [status, headers.etag, headers['last-modified']],
          [304, etag, 'Wed, 04 Mar 2026 05:06:07 GMT'],
        );
        assert.equal((await s3.call(`${method} /abc/key`, { 'if-match': '"x"' })).status, 412);
      }
    });

    it('name the version with versioning only', async () => {
      await s3.call('PUT /abc/key', {}, 'one');
      await s3.call('PUT /abc?versioning', {}, ENABLED);
      const second = await s3.call('PUT /abc/key', {}, 'two');
      const version = String(second.headers['x-amz-version-id']);
      assert.match(version, /^[0-9a-f]{32}$/);
      assert.equal((await headersOf('GET /abc/key'))['x-amz-version-id'], version);
      const first = await s3.call('GET /abc/key?versionId=null');
      assert.deepEqual([first.body, first.headers['x-amz-version-id']], ['one', undefined]);
      assert.equal(codeOf(await s3.call('GET /abc/key?versionId=x')), '404 NoSuchVersion');
    });

    it('report a delete marker', async () => {
      await s3.call('PUT /abc?versioning', {}, ENABLED);
      await s3.call('PUT /abc/key');
      const version = (await headersOf('DELETE /abc/key'))['x-amz-version-id'];
      const latest = await s3.call('GET /abc/key');
      const marker = await s3.call(`GET /abc/key?versionId=${version}`);
      assert.deepEqual([codeOf(latest), codeOf(marker)], ['404 NoSuchKey', '405 MethodNotAllowed']);
      for (const { headers } of [latest, marker])
        assert.deepEqual([headers['x-amz-delete-marker'], headers['x-amz-version-id']], ['true', version]);
      assert.equal(marker.headers.allow, 'DELETE');
    });
  });

  describe('PUT', () => {
    it('answers the etag and the checksum', async () => {
      const headers = await headersOf('PUT /abc/key', { 'x-amz-checksum-crc32': 'AAAAAA==' });
      assert.deepEqual(
        [headers.etag, headers['x-amz-checksum-crc32'], headers['x-amz-checksum-type']],
        [`"${md5('')}"`, 'AAAAAA==', 'FULL_OBJECT'],
      );
    });

    it('accepts 2048 bytes of metadata, names included', async () => {
      const put = (bytes: number) =>
        s3.call('PUT /abc/key', {
          'x-amz-meta-ab': 'é'.repeat(512),
          'x-amz-meta-c': 'c'.repeat(bytes - 1027),
        });
      assert.equal((await put(2048)).status, 200);
      const refused = await put(2049);
      assert.deepEqual(
        [codeOf(refused), textOf(refused, 'Size'), textOf(refused, 'MaxSizeAllowed')],
        ['400 MetadataTooLarge', '2049', '2048'],
      );
    });

    it('checks its condition, and then stores nothing', async () => {
      await s3.call('PUT /abc/key', {}, 'one');
      const exists = await s3.call('PUT /abc/key', { 'if-none-match': '*' }, 'two');
      assert.deepEqual(
        [codeOf(exists), textOf(exists, 'Condition')],
        ['412 PreconditionFailed', 'If-None-Match'],
      );
      assert.equal(codeOf(await s3.call('PUT /abc/none', { 'if-match': '"x"' })), '404 NoSuchKey');
      assert.equal((await s3.call('GET /abc/key')).body, 'one');
    });

    it('creates a key once when several writers do so at the same time', async () => {
      const writes = [1, 2, 3].map((body) => s3.call('PUT /abc/key', { 'if-none-match': '*' }, String(body)));
      const codes = (await Promise.all(writes)).map(codeOf).sort();
      assert.deepEqual(codes, ['200', '412 PreconditionFailed', '412 PreconditionFailed']);
    });

    it('replaces the version null while versioning is suspended, and no other one', async () => {
      await s3.call('PUT /abc/key', {}, 'one');
      await s3.call('PUT /abc?versioning', {}, ENABLED);
      const { headers } = await s3.call('PUT /abc/key', {}, 'two');
      await s3.call('PUT /abc?versioning', {}, SUSPENDED);
      await s3.call('PUT /abc/key', {}, 'three');
      const listed = await s3.call('GET /abc?versions');
      assert.deepEqual(textsOf(listed, 'VersionId'), ['null', headers['x-amz-version-id']]);
      assert.equal((await s3.call('GET /abc/key?versionId=null')).body, 'three');
    });
  });
});
