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

  describe('DELETE', () => {
    it('checks If-Match', async () => {
      await s3.call('PUT /abc/key', {}, 'text');
      assert.equal(codeOf(await s3.call('DELETE /abc/key', { 'if-match': '"x"' })), '412 PreconditionFailed');
      const other = await s3.call('DELETE /abc/key', { 'if-none-match': '*' });
      assert.equal(codeOf(other), '501 NotImplemented');
      assert.equal((await s3.call('DELETE /abc/key', { 'if-match': `"${md5('text')}"` })).status, 204);
      assert.equal((await s3.call('GET /abc/key')).status, 404);
    });

    it('says nothing of versions without versioning, and of a missing key', async () => {
      await s3.call('PUT /abc/key');
      for (const line of ['DELETE /abc/key', 'DELETE /abc/none']) {
        const { status, headers } = await s3.call(line);
        assert.deepEqual(
          [status, headers['x-amz-version-id'], headers['x-amz-delete-marker']],
          [204, undefined, undefined],
        );
      }
    });

    it('creates and removes a delete marker', async () => {
      await s3.call('PUT /abc?versioning', {}, ENABLED);
      await s3.call('PUT /abc/key', {}, 'text');
      const created = await headersOf('DELETE /abc/key');
      assert.equal(created['x-amz-delete-marker'], 'true');
      const version = String(created['x-amz-version-id']);
      const removed = await headersOf(`DELETE /abc/key?versionId=${version}`);
      assert.deepEqual([removed['x-amz-delete-marker'], removed['x-amz-version-id']], ['true', version]);
      assert.equal((await s3.call('GET /abc/key')).body, 'text');
    });
  });

  describe('POST ?delete', () => {
    const request = (content: string) => `<Delete>${content}</Delete>`;
    const object = (key: string, version = '') =>
      `<Object><Key>${key}</Key>${version && `<VersionId>${version}</VersionId>`}</Object>`;
    const digest = (body: string) => ({ 'content-md5': createHash('md5').update(body).digest('base64') });
    const remove = (body: string) => s3.call('POST /abc?delete', digest(body), body);

    it('deletes keys and versions, and reports each', async () => {
      await s3.call('PUT /abc?versioning', {}, ENABLED);
      const { headers } = await s3.call('PUT /abc/a');
      const version = String(headers['x-amz-version-id']);
      const answer = await remove(request(object('a', version) + object('none')));
      const marker = textOf(answer, 'DeleteMarkerVersionId');
      assert.deepEqual(textsOf(answer, 'Deleted'), [
        `<Key>a</Key><VersionId>${version}</VersionId>`,
        `<Key>none</Key><DeleteMarker>true</DeleteMarker><DeleteMarkerVersionId>${marker}</DeleteMarkerVersionId>`,
      ]);
      const again = await remove(request(object('none', marker)));
      assert.equal(textOf(again, 'DeleteMarkerVersionId'), marker);
      assert.deepEqual(textsOf(await s3.call('GET /abc?versions'), 'Key'), []);
    });

    it('reports nothing when it is quiet', async () => {
      await s3.call('PUT /abc/a');
      const answer = await remove(request(`<Quiet>true</Quiet>${object('a')}`));
      assert.deepEqual([answer.status, textsOf(answer, 'Deleted')], [200, []]);
      assert.equal((await s3.call('GET /abc/a')).status, 404);
      const loud = await remove(request(`<Quiet>false</Quiet>${object('a')}`));
      assert.equal(textsOf(loud, 'Deleted').length, 1);
    });

    it('accepts 1 to 1000 keys', async () => {
      const many = (count: number) => request(object('a').repeat(count));
      assert.equal((await remove(many(1000))).status, 200);
      for (const count of [0, 1001]) assert.equal(codeOf(await remove(many(count))), '400 MalformedXML');
    });

    it('requires a digest of the body', async () => {
      const body = request(object('a'));
      const sha256 = { 'x-amz-checksum-sha256': createHash('sha256').update(body).digest('base64') };
      assert.equal((await s3.call('POST /abc?delete', sha256, body)).status, 200);
      for (const name of ['x-other', 'x-amz-checksum-mode'])
        assert.equal(codeOf(await s3.call('POST /abc?delete', { [name]: 'x' }, body)), '400 InvalidRequest');
      assert.equal(codeOf(await s3.call('POST /abc?delete', digest('other'), body)), '400 BadDigest');
    });

    it('refuses an empty key and other settings', async () => {
      assert.equal(codeOf(await remove(request(object('')))), '400 MalformedXML');
      const etag = '<Object><Key>a</Key><ETag>x</ETag></Object>';
      assert.equal(codeOf(await remove(request(etag))), '501 NotImplemented');
    });
  });

  describe('PUT of a copy', () => {
    const copy = (source: string, headers: Record<string, string> = {}, key = 'copied') =>
      s3.call(`PUT /abc/${key}`, { 'x-amz-copy-source': source, ...headers });

    beforeEach(() =>
      s3.call('PUT /abc/a%20b', { 'x-amz-meta-a': '1', 'x-amz-checksum-crc32': 'NSRBwg==' }, 'abc'),
    );

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
      assert.equal(
        codeOf(await copy('abc/a%20b', { 'x-amz-metadata-directive': 'x' })),
        '400 InvalidArgument',
      );
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
});
