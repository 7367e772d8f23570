import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { S3Service } from '../../../../src/emulator/s3/index.js';
import { type Answer, type CallableService, callable } from '../../../support/call-service.js';
import { codeOf, textOf, textsOf } from './answers.js';

const MINIMUM = 5 * 1024 * 1024;
const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('base64');

describe('S3 multipart operations', () => {
  let s3: CallableService<S3Service>;

  beforeEach(async () => {
    s3 = await callable((context) => new S3Service(context));
    await s3.call('PUT /abc');
  });
  afterEach(() => s3.close());

  async function start(headers: Record<string, string> = {}, key = 'large'): Promise<string> {
    return textOf(await s3.call(`POST /abc/${key}?uploads`, headers), 'UploadId') ?? '';
  }
  const send = (
    upload: string,
    number: unknown,
    body: string | Buffer,
    headers: Record<string, string> = {},
  ) => s3.call(`PUT /abc/large?uploadId=${upload}&partNumber=${number}`, headers, body);
  const part = (number: unknown, answer: Answer, more = '') =>
    `<Part><PartNumber>${number}</PartNumber><ETag>${answer.headers.etag}</ETag>${more}</Part>`;
  const complete = (upload: string, parts: string, headers: Record<string, string> = {}) =>
    s3.call(
      `POST /abc/large?uploadId=${upload}`,
      headers,
      `<CompleteMultipartUpload>${parts}</CompleteMultipartUpload>`,
    );

  it('store the headers and metadata of the upload', async () => {
    const upload = await start({ 'content-type': 'text/plain', 'x-amz-meta-a': '1' });
    await complete(upload, part(1, await send(upload, 1, 'text')));
    const { body, headers } = await s3.call('GET /abc/large');
    assert.deepEqual([body, headers['content-type'], headers['x-amz-meta-a']], ['text', 'text/plain', '1']);
    assert.equal(
      headers.etag,
      `"${createHash('md5').update(createHash('md5').update('text').digest()).digest('hex')}-1"`,
    );
  });

  it('number parts from 1 to 10000', async () => {
    const upload = await start();
    for (const number of [1, 10_000]) assert.equal((await send(upload, number, 'x')).status, 200);
    for (const number of [0, 10_001, 1.5, 'x', ''])
      assert.equal(codeOf(await send(upload, number, 'x')), '400 InvalidArgument', String(number));
  });

  it('require 5 MiB of every part but the last', async () => {
    const upload = await start();
    const [large, small] = [await send(upload, 1, Buffer.alloc(MINIMUM)), await send(upload, 3, 'x')];
    const short = await send(upload, 2, Buffer.alloc(MINIMUM - 1));
    const refused = await complete(upload, part(1, large) + part(2, short) + part(3, small));
    assert.deepEqual(
      [codeOf(refused), textOf(refused, 'PartNumber'), textOf(refused, 'ProposedSize')],
      ['400 EntityTooSmall', '2', String(MINIMUM - 1)],
    );
    assert.equal(codeOf(await complete(upload, part(1, large) + part(3, small))), '200');
    assert.equal((await s3.call('HEAD /abc/large')).headers['content-length'], String(MINIMUM + 1));
  });

  it('require an ascending list of stored parts', async () => {
    const upload = await start();
    const answer = await send(upload, 1, 'text');
    for (const parts of ['', '<Part><PartNumber>1</PartNumber></Part>', part('x', answer)])
      assert.equal(codeOf(await complete(upload, parts)), '400 MalformedXML', parts);
    for (const parts of [part(1, answer) + part(1, answer), part(0, answer)])
      assert.equal(codeOf(await complete(upload, parts)), '400 InvalidPartOrder', parts);
    const missing = await complete(upload, part(2, answer));
    assert.deepEqual(
      [codeOf(missing), textOf(missing, 'UploadId'), textOf(missing, 'PartNumber')],
      ['400 InvalidPart', upload, '2'],
    );
    const other = part(1, { ...answer, headers: { etag: '"x"' } });
    assert.equal(codeOf(await complete(upload, other)), '400 InvalidPart');
  });

  it('verify the checksums of the list', async () => {
    const upload = await start({ 'x-amz-checksum-algorithm': 'SHA256' });
    const answer = await send(upload, 1, 'text');
    for (const checksum of ['<ChecksumSHA256>x</ChecksumSHA256>', '<ChecksumSHA1>x</ChecksumSHA1>'])
      assert.equal(codeOf(await complete(upload, part(1, answer, checksum))), '400 InvalidPart', checksum);
    const right = `<ChecksumSHA256>${sha256('text')}</ChecksumSHA256>`;
    assert.equal(codeOf(await complete(upload, part(1, answer, right))), '200');
  });

  it('verify the size and the checksum of the whole object', async () => {
    const upload = await start({ 'x-amz-checksum-algorithm': 'SHA256' });
    const parts = part(1, await send(upload, 1, 'text'));
    const composite = `${sha256(createHash('sha256').update('text').digest())}-1`;
    assert.equal(
      codeOf(await complete(upload, parts, { 'x-amz-mp-object-size': '5' })),
      '400 InvalidRequest',
    );
    const wrong = { 'x-amz-checksum-sha256': sha256('text') };
    assert.equal(codeOf(await complete(upload, parts, wrong)), '400 BadDigest');
    const crc = { 'x-amz-checksum-crc32': 'AAAAAA==' };
    assert.equal(codeOf(await complete(upload, parts, crc)), '400 BadDigest');
    const right = { 'x-amz-mp-object-size': '4', 'x-amz-checksum-sha256': composite };
    const done = await complete(upload, parts, right);
    assert.deepEqual(
      ['Bucket', 'Key', 'ChecksumType', 'ChecksumSHA256'].map((name) => textOf(done, name)),
      ['abc', 'large', 'COMPOSITE', composite],
    );
  });

  const types = [
    ['CRC64NVME', undefined, 'FULL_OBJECT'],
    ['CRC64NVME', 'COMPOSITE', undefined],
    ['CRC32', undefined, 'COMPOSITE'],
    ['CRC32', 'FULL_OBJECT', 'FULL_OBJECT'],
    ['CRC32C', 'COMPOSITE', 'COMPOSITE'],
    ['SHA1', undefined, 'COMPOSITE'],
    ['SHA256', 'FULL_OBJECT', undefined],
    ['CRC32', 'OTHER', undefined],
  ] as const;
  for (const [algorithm, asked, expected] of types) {
    it(`${expected ? 'use' : 'refuse'} ${algorithm} with the type ${asked ?? 'left out'}`, async () => {
      const headers = {
        'x-amz-checksum-algorithm': algorithm,
        ...(asked ? { 'x-amz-checksum-type': asked } : {}),
      };
      const created = await s3.call('POST /abc/large?uploads', headers);
      if (expected === undefined) return assert.equal(codeOf(created), '400 InvalidRequest');
      assert.deepEqual(
        [created.headers['x-amz-checksum-algorithm'], created.headers['x-amz-checksum-type']],
        [algorithm, expected],
      );
      const upload = textOf(created, 'UploadId') ?? '';
      const done = await complete(upload, part(1, await send(upload, 1, 'text')));
      assert.equal(textOf(done, 'ChecksumType'), expected);
      assert.match(textOf(done, `Checksum${algorithm}`) ?? '', expected === 'COMPOSITE' ? /-1$/ : /=$/);
    });
  }

  it('compute the checksum of each part, and refuse one of another algorithm', async () => {
    const upload = await start({ 'x-amz-checksum-algorithm': 'SHA256' });
    const { headers } = await send(upload, 1, 'text');
    assert.deepEqual(
      [headers['x-amz-checksum-sha256'], headers['x-amz-checksum-type']],
      [sha256('text'), undefined],
    );
    const other = await send(upload, 2, 'abc', { 'x-amz-checksum-crc32': 'NSRBwg==' });
    assert.equal(codeOf(other), '400 InvalidRequest');
    const plain = await start();
    const sent = await send(plain, 1, 'abc', { 'x-amz-checksum-crc32': 'NSRBwg==' });
    assert.equal(sent.headers['x-amz-checksum-crc32'], 'NSRBwg==');
    assert.doesNotMatch((await complete(plain, part(1, sent))).body, /Checksum/);
  });

  it('replace a part that is sent again', async () => {
    const upload = await start();
    await send(upload, 1, 'one');
    await complete(upload, part(1, await send(upload, 1, 'two')));
    assert.equal((await s3.call('GET /abc/large')).body, 'two');
  });

  it('check the condition of the write, and keep the upload when it fails', async () => {
    const upload = await start();
    const parts = part(1, await send(upload, 1, 'text'));
    await s3.call('PUT /abc/large');
    const refused = await complete(upload, parts, { 'if-none-match': '*' });
    assert.equal(codeOf(refused), '412 PreconditionFailed');
    assert.equal(codeOf(await complete(upload, parts)), '200');
    assert.equal(codeOf(await complete(upload, parts)), '404 NoSuchUpload');
  });

  it('answer NoSuchUpload for an unknown upload, an aborted one, and that of another key', async () => {
    const upload = await start({}, 'other');
    for (const id of [upload, '../../abc', '00000000-0000-0000-0000-000000000000'])
      assert.equal(codeOf(await send(id, 1, 'x')), '404 NoSuchUpload', id);
    assert.equal(codeOf(await s3.call(`DELETE /abc/other?uploadId=${upload}`)), '204');
    assert.equal(codeOf(await s3.call(`DELETE /abc/other?uploadId=${upload}`)), '404 NoSuchUpload');
  });

  it('list the parts, in pages', async () => {
    const upload = await start({ 'x-amz-checksum-algorithm': 'SHA256' });
    for (const number of [3, 1, 2]) await send(upload, number, 'x'.repeat(number));
    const list = (query: string) => s3.call(`GET /abc/large?uploadId=${upload}${query}`);
    const first = await list('&max-parts=2');
    assert.deepEqual(
      [textsOf(first, 'PartNumber'), textsOf(first, 'Size'), textOf(first, 'ChecksumSHA256')],
      [['1', '2'], ['1', '2'], sha256('x')],
    );
    const facts = ['Bucket', 'Key', 'UploadId', 'StorageClass', 'PartNumberMarker', 'NextPartNumberMarker'];
    assert.deepEqual(
      [...facts, 'MaxParts', 'IsTruncated', 'ChecksumAlgorithm', 'ChecksumType'].map((name) =>
        textOf(first, name),
      ),
      ['abc', 'large', upload, 'STANDARD', '0', '2', '2', 'true', 'SHA256', 'COMPOSITE'],
    );
    const second = await list('&part-number-marker=2&max-parts=1');
    assert.deepEqual([textsOf(second, 'PartNumber'), textOf(second, 'IsTruncated')], [['3'], 'false']);
    assert.equal(textOf(await list('&max-parts=1001'), 'MaxParts'), '1000');
    assert.equal(codeOf(await list('&part-number-marker=x')), '400 InvalidArgument');
  });

  it('list the uploads with a prefix, by key', async () => {
    const [b, a] = [await start({}, 'b'), await start({}, 'a/1')];
    const all = await s3.call('GET /abc?uploads');
    assert.deepEqual(
      [
        textsOf(all, 'UploadId'),
        textOf(all, 'Initiated'),
        textOf(all, 'IsTruncated'),
        textOf(all, 'MaxUploads'),
      ],
      [[a, b], '2026-03-04T05:06:07.000Z', 'false', '2'],
    );
    const some = await s3.call('GET /abc?uploads&prefix=a/');
    assert.deepEqual([textsOf(some, 'Key'), textOf(some, 'Prefix')], [['a/1'], 'a/']);
  });

  describe('with a copied part', () => {
    const copy = (upload: string, headers: Record<string, string>) =>
      send(upload, 1, '', { 'x-amz-copy-source': 'abc/source', ...headers });

    beforeEach(() => s3.call('PUT /abc/source', {}, 'abcdefghij'));

    it('copy the object or a range of it', async () => {
      for (const [headers, expected] of [
        [{}, 'abcdefghij'],
        [{ 'x-amz-copy-source-range': 'bytes=2-4' }, 'cde'],
      ] as const) {
        const upload = await start({ 'x-amz-checksum-algorithm': 'SHA256' });
        const answer = await copy(upload, headers as Record<string, string>);
        assert.deepEqual(
          [textOf(answer, 'ChecksumSHA256'), textOf(answer, 'LastModified')],
          [sha256(expected), '2026-03-04T05:06:07.000Z'],
        );
        const etag = textOf(answer, 'ETag')?.replaceAll('&quot;', '"') ?? '';
        await complete(upload, part(1, { ...answer, headers: { etag } }));
        assert.equal((await s3.call('GET /abc/large')).body, expected);
      }
    });

    it('refuse a malformed range, one beyond the object, and a condition that fails', async () => {
      const upload = await start();
      const codes = [
        [{ 'x-amz-copy-source-range': 'bytes=x' }, '400 InvalidArgument'],
        [{ 'x-amz-copy-source-range': 'bytes=10-11' }, '416 InvalidRange'],
        [{ 'x-amz-copy-source-if-match': '"x"' }, '412 PreconditionFailed'],
      ] as const;
      for (const [headers, code] of codes)
        assert.equal(codeOf(await copy(upload, headers as Record<string, string>)), code);
    });
  });
});
