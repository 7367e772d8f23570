import assert from 'node:assert/strict';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { S3Service } from '../../../../src/emulator/s3/index.js';
import { type OneService, serveOne } from '../../../support/one-service.js';

describe('S3 buckets', () => {
  let one: OneService<S3Service>;
  let s3: S3Client;

  beforeEach(async () => {
    one = await serveOne((context) => new S3Service(context));
    s3 = new S3Client(one.client);
  });

  afterEach(async () => {
    s3.destroy();
    await one.stop();
  });

  async function bucketWith(Bucket: string, keys: readonly string[]): Promise<void> {
    await s3.send(new CreateBucketCommand({ Bucket }));
    for (const Key of keys) await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  }

  it('are created, listed, found and deleted', async () => {
    await bucketWith('second', []);
    await bucketWith('first', []);
    await s3.send(new CreateBucketCommand({ Bucket: 'first' }));
    const { Buckets } = await s3.send(new ListBucketsCommand({}));
    assert.deepEqual(
      Buckets?.map(({ Name }) => Name),
      ['first', 'second'],
    );
    const head = await s3.send(new HeadBucketCommand({ Bucket: 'first' }));
    assert.equal(head.BucketRegion, 'us-east-1');
    await s3.send(new DeleteBucketCommand({ Bucket: 'first' }));
    await assert.rejects(s3.send(new HeadBucketCommand({ Bucket: 'first' })), { name: 'NotFound' });
  });

  it('have a valid name', async () => {
    await assert.rejects(s3.send(new CreateBucketCommand({ Bucket: 'Bad_Name' })), {
      name: 'InvalidBucketName',
    });
  });

  it('are not deleted while they contain an object', async () => {
    await bucketWith('full', ['x']);
    await assert.rejects(s3.send(new DeleteBucketCommand({ Bucket: 'full' })), { name: 'BucketNotEmpty' });
  });

  it('list 1100 keys in pages, in the order of their bytes', async () => {
    const keys = Array.from({ length: 1100 }, (_, index) => `k/${String(index).padStart(4, '0')}`);
    await s3.send(new CreateBucketCommand({ Bucket: 'many' }));
    await Promise.all(keys.map((Key) => s3.send(new PutObjectCommand({ Bucket: 'many', Key, Body: 'x' }))));
    const found: (string | undefined)[] = [];
    for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: 'many' }))
      found.push(...(page.Contents ?? []).map(({ Key }) => Key));
    assert.deepEqual(found, keys);
  });

  it('list common prefixes, in both versions', async () => {
    await bucketWith('tree', ['a.txt', 'd/1', 'd/2', 'e/1']);
    const query = { Bucket: 'tree', Delimiter: '/', MaxKeys: 2 };
    const v2 = await s3.send(new ListObjectsV2Command(query));
    const names = ({ Contents = [], CommonPrefixes = [] }: typeof v2) => [
      ...Contents.map(({ Key }) => Key),
      ...CommonPrefixes.map(({ Prefix }) => Prefix),
    ];
    assert.deepEqual([names(v2), v2.KeyCount, v2.IsTruncated], [['a.txt', 'd/'], 2, true]);
    const next = { ...query, ContinuationToken: v2.NextContinuationToken };
    assert.deepEqual(names(await s3.send(new ListObjectsV2Command(next))), ['e/']);
    const v1 = await s3.send(new ListObjectsCommand(query));
    assert.equal(v1.NextMarker, 'd/');
    const rest = await s3.send(new ListObjectsCommand({ ...query, Marker: 'd/' }));
    assert.deepEqual(
      rest.CommonPrefixes?.map(({ Prefix }) => Prefix),
      ['e/'],
    );
  });

  it('delete many keys at once, missing ones too', async () => {
    await bucketWith('bulk', ['a', 'b&<', 'c']);
    const Objects = ['a', 'b&<', 'none'].map((Key) => ({ Key }));
    const { Deleted } = await s3.send(new DeleteObjectsCommand({ Bucket: 'bulk', Delete: { Objects } }));
    assert.deepEqual(
      Deleted?.map(({ Key }) => Key),
      ['a', 'b&<', 'none'],
    );
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: 'bulk' }));
    assert.deepEqual(
      Contents?.map(({ Key }) => Key),
      ['c'],
    );
  });

  it('keep versions behind a delete marker once versioning is enabled', async () => {
    const Bucket = 'versioned';
    await bucketWith(Bucket, ['k']);
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    const { VersionId } = await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'new' }));
    const { DeleteMarker } = await s3.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
    assert.equal(DeleteMarker, true);
    await assert.rejects(s3.send(new GetObjectCommand({ Bucket, Key: 'k' })), { name: 'NoSuchKey' });
    const bodyOf = async (version?: string) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'k', VersionId: version }));
      return Body?.transformToString();
    };
    assert.deepEqual([await bodyOf(VersionId), await bodyOf('null')], ['new', 'k']);
    assert.equal((await one.service.read(Bucket, 'k', VersionId)).toString(), 'new');
    const listed = await s3.send(new ListObjectVersionsCommand({ Bucket, MaxKeys: 2 }));
    assert.deepEqual(
      [
        listed.DeleteMarkers?.length,
        listed.Versions?.map((version) => version.VersionId),
        listed.IsTruncated,
      ],
      [1, [VersionId], true],
    );
    const rest = await s3.send(
      new ListObjectVersionsCommand({
        Bucket,
        KeyMarker: listed.NextKeyMarker,
        VersionIdMarker: listed.NextVersionIdMarker,
      }),
    );
    assert.deepEqual(
      rest.Versions?.map((version) => version.VersionId),
      ['null'],
    );
  });

  it('remove one version permanently, and show the one before it', async () => {
    const Bucket = 'versioned';
    await s3.send(new CreateBucketCommand({ Bucket }));
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'old' }));
    const { VersionId } = await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'new' }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'k', VersionId }));
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'k' }));
    assert.equal(await Body?.transformToString(), 'old');
  });

  it('are all there after a restart without a stop', async () => {
    await bucketWith('kept', ['x']);
    await one.restart();
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'kept', Key: 'x' }));
    assert.equal(await Body?.transformToString(), 'x');
  });
});
