import assert from 'node:assert/strict';
import { S3Service } from '../../../../src/emulator/s3/index.js';
import { type CallableService, callable } from '../../../support/call-service.js';
import { codeOf, textOf, textsOf } from './answers.js';

const ENABLED = '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>';

describe('S3 listings', () => {
  let s3: CallableService<S3Service>;

  before(async () => {
    s3 = await callable((context) => new S3Service(context));
    await s3.call('PUT /abc');
    for (const key of ['a', 'b/1', 'b/2', 'c/1', 'd%20e']) await s3.call(`PUT /abc/${key}`, {}, key);
    await s3.call('PUT /abc/a', { 'x-amz-checksum-crc32': 'NSRBwg==' }, 'abc');
    await s3.call('PUT /gone');
    await s3.call('PUT /gone?versioning', {}, ENABLED);
    await s3.call('PUT /gone/key');
    await s3.call('DELETE /gone/key');
  });
  after(() => s3.close());

  const list = (query: string) => s3.call(`GET /abc?${query}`);

  for (const [version, query] of [
    ['1', ''],
    ['2', 'list-type=2&'],
  ] as const) {
    describe(`of version ${version}`, () => {
      it('describe each object', async () => {
        const answer = await list(`${query}max-keys=1${version === '2' ? '&fetch-owner=true' : ''}`);
        assert.equal(
          textOf(answer, 'Contents'),
          [
            '<Key>a</Key><LastModified>2026-03-04T05:06:07.000Z</LastModified>',
            '<ETag>&quot;900150983cd24fb0d6963f7d28e17f72&quot;</ETag>',
            '<ChecksumAlgorithm>CRC32</ChecksumAlgorithm><ChecksumType>FULL_OBJECT</ChecksumType>',
            '<Size>3</Size><StorageClass>STANDARD</StorageClass><Owner><ID>000000000000</ID></Owner>',
          ].join(''),
        );
      });

      it('repeat their parameters', async () => {
        const answer = await list(`${query}prefix=b/&delimiter=/&max-keys=7&encoding-type=url`);
        assert.deepEqual(
          ['Name', 'Prefix', 'Delimiter', 'MaxKeys', 'EncodingType', 'IsTruncated'].map((name) =>
            textOf(answer, name),
          ),
          ['abc', 'b/', '/', '7', 'url', 'false'],
        );
        assert.equal(textOf(await list(query), 'Delimiter'), undefined);
        assert.equal(textOf(await list(query), 'MaxKeys'), '1000');
      });

      it('show the keys with the prefix, and common prefixes up to the delimiter', async () => {
        assert.deepEqual(textsOf(await list(`${query}prefix=b`), 'Key'), ['b/1', 'b/2']);
        const answer = await list(`${query}delimiter=/`);
        assert.deepEqual(textsOf(answer, 'Key'), ['a', 'd e']);
        assert.deepEqual(textsOf(answer, 'CommonPrefixes'), ['<Prefix>b/</Prefix>', '<Prefix>c/</Prefix>']);
      });

      it('encode keys on request', async () => {
        assert.deepEqual(textsOf(await list(`${query}prefix=d&encoding-type=url`), 'Key'), ['d%20e']);
        assert.equal(codeOf(await list(`${query}encoding-type=xml`)), '400 InvalidArgument');
      });

      it('show at most 1000 keys, and none with max-keys=0', async () => {
        const limits = [
          ['0', '0', 0, 'false'],
          ['', '1000', 5, 'false'],
          ['2', '2', 2, 'true'],
          ['5', '5', 5, 'false'],
          ['1001', '1000', 5, 'false'],
          ['2147483647', '1000', 5, 'false'],
        ] as const;
        for (const [limit, shown, count, truncated] of limits) {
          const answer = await list(`${query}max-keys=${limit}`);
          assert.deepEqual(
            [textOf(answer, 'MaxKeys'), textsOf(answer, 'Key').length, textOf(answer, 'IsTruncated')],
            [shown, count, truncated],
          );
        }
        for (const limit of ['-1', '1.5', 'x', '2147483648'])
          assert.equal(codeOf(await list(`${query}max-keys=${limit}`)), '400 InvalidArgument', limit);
      });

      it('leave out what a delete marker hides', async () => {
        assert.deepEqual(textsOf(await s3.call(`GET /gone?${query}`), 'Key'), []);
      });
    });
  }

  it('of version 1 continue after a marker, and name the next one with a delimiter only', async () => {
    const first = await list('max-keys=2');
    assert.deepEqual([textsOf(first, 'Key'), textOf(first, 'NextMarker')], [['a', 'b/1'], undefined]);
    const second = await list('delimiter=/&max-keys=2&marker=a&encoding-type=url');
    assert.deepEqual(
      [textOf(second, 'Marker'), textOf(second, 'NextMarker'), textsOf(second, 'Prefix')],
      ['a', 'c/', ['', 'b/', 'c/']],
    );
  });

  it('of version 2 count, and continue with a token or after a key', async () => {
    const first = await list('list-type=2&max-keys=2&delimiter=/&start-after=a');
    const token = textOf(first, 'NextContinuationToken');
    assert.deepEqual(
      [textOf(first, 'KeyCount'), textOf(first, 'StartAfter'), textOf(first, 'ContinuationToken')],
      ['2', 'a', undefined],
    );
    const rest = await list(`list-type=2&delimiter=/&start-after=a&continuation-token=${token}`);
    assert.deepEqual(
      [textsOf(rest, 'Key'), textOf(rest, 'KeyCount'), textOf(rest, 'ContinuationToken')],
      [['d e'], '1', token],
    );
    assert.equal(textOf(rest, 'NextContinuationToken'), undefined);
  });

  it('of version 2 show owners on request only, and refuse other versions and tokens', async () => {
    assert.equal(textOf(await list('list-type=2'), 'Owner'), undefined);
    assert.equal(textOf(await list('list-type=2&fetch-owner=false'), 'Owner'), undefined);
    for (const query of ['list-type=3', 'list-type=2&continuation-token=eA=='])
      assert.equal(codeOf(await list(query)), '400 InvalidArgument', query);
  });
});

describe('S3 listings of versions', () => {
  let s3: CallableService<S3Service>;
  const versions: string[] = [];

  before(async () => {
    s3 = await callable((context) => new S3Service(context));
    await s3.call('PUT /abc');
    await s3.call('PUT /abc?versioning', {}, ENABLED);
    for (const line of ['PUT /abc/a', 'PUT /abc/a', 'DELETE /abc/b/1', 'PUT /abc/b/2', 'PUT /abc/c'])
      versions.push(String((await s3.call(line)).headers['x-amz-version-id']));
  });
  after(() => s3.close());

  const list = (query: string) => s3.call(`GET /abc?versions&${query}`);

  it('show every version, the newest of each key first', async () => {
    const answer = await list('');
    const [first, second, marker, third, fourth] = versions;
    assert.deepEqual(textsOf(answer, 'VersionId'), [second, first, marker, third, fourth]);
    assert.deepEqual(textsOf(answer, 'IsLatest'), ['true', 'false', 'true', 'true', 'true']);
    assert.equal(
      textOf(answer, 'DeleteMarker'),
      `<Key>b/1</Key><VersionId>${marker}</VersionId><IsLatest>true</IsLatest><LastModified>2026-03-04T05:06:07.000Z</LastModified>`,
    );
    assert.match(textOf(answer, 'Version') ?? '', /<Size>0<\/Size>/);
  });

  it('continue in the middle of a key', async () => {
    const first = await list('max-keys=1');
    assert.deepEqual(
      ['NextKeyMarker', 'NextVersionIdMarker', 'IsTruncated'].map((name) => textOf(first, name)),
      ['a', versions[1], 'true'],
    );
    const second = await list(`max-keys=2&key-marker=a&version-id-marker=${versions[1]}`);
    assert.deepEqual(textsOf(second, 'VersionId'), [versions[0], versions[2]]);
    assert.deepEqual(
      ['KeyMarker', 'VersionIdMarker'].map((name) => textOf(second, name)),
      ['a', versions[1]],
    );
    const third = await list('key-marker=a');
    assert.deepEqual(textsOf(third, 'Key'), ['b/1', 'b/2', 'c']);
    assert.equal(textOf(third, 'IsTruncated'), 'false');
  });

  it('show keys with a prefix, and common prefixes once', async () => {
    assert.deepEqual(textsOf(await list('prefix=b/'), 'Key'), ['b/1', 'b/2']);
    const page = await list('delimiter=/&max-keys=3');
    assert.deepEqual(
      [textsOf(page, 'Key'), textsOf(page, 'CommonPrefixes'), textOf(page, 'NextKeyMarker')],
      [['a', 'a'], ['<Prefix>b/</Prefix>'], 'b/'],
    );
    assert.equal(textOf(page, 'NextVersionIdMarker'), undefined);
    assert.deepEqual(textsOf(await list('delimiter=/&key-marker=b/'), 'Key'), ['c']);
  });

  it('refuse the marker of a version without one of a key', async () => {
    assert.equal(codeOf(await list('version-id-marker=x')), '400 InvalidArgument');
  });
});
