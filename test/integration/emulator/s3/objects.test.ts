import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
} from '@aws-sdk/client-s3';
import { S3Service } from '../../../../src/emulator/s3/index.js';
import { type OneService, serveOne } from '../../../support/one-service.js';

const Bucket = 'artifacts';

describe('S3 objects', () => {
  let one: OneService<S3Service>;
  let s3: S3Client;

  before(async () => {
    one = await serveOne((context) => new S3Service(context));
    s3 = new S3Client(one.client);
    await s3.send(new CreateBucketCommand({ Bucket }));
  });

  after(async () => {
    s3.destroy();
    await one.stop();
  });

  const put = (Key: string, Body: PutObjectCommandInput['Body'], more: Partial<PutObjectCommandInput> = {}) =>
    s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));

  async function get(Key: string): Promise<Buffer> {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  }

  it('return the bytes, headers and metadata of the write', async () => {
    const body = randomBytes(100_000);
    const { ETag } = await put('release.zip', body, {
      ContentType: 'application/zip',
      CacheControl: 'no-cache',
      Metadata: { commit: 'abc' },
    });
    assert.equal(ETag, `"${createHash('md5').update(body).digest('hex')}"`);
    assert.deepEqual(await get('release.zip'), body);
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'release.zip' }));
    assert.deepEqual(
      [head.ContentLength, head.ContentType, head.CacheControl, head.Metadata],
      [100_000, 'application/zip', 'no-cache', { commit: 'abc' }],
    );
  });

  it('are stored from a stream without its framing, and keep its checksum', async () => {
    const body = randomBytes(200_003);
    const pieces = [body.subarray(0, 70_000), body.subarray(70_000)];
    const { ChecksumCRC32 } = await put('stream', Readable.from(pieces), { ContentLength: body.length });
    assert.deepEqual(await get('stream'), body);
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'stream', ChecksumMode: 'ENABLED' }));
    assert.equal(head.ChecksumCRC32, ChecksumCRC32);
    assert.equal(head.ContentEncoding, undefined);
  });

  it('are not stored when the checksum does not match', async () => {
    await assert.rejects(put('damaged', 'hello', { ChecksumCRC32: 'AAAAAA==' }), {
      name: 'BadDigest',
      message: 'The CRC32 you specified did not match the calculated checksum.',
    });
    await assert.rejects(put('damaged', 'hello', { ContentMD5: '1B2M2Y8AsgTpgAmY7PhCfg==' }), {
      name: 'BadDigest',
      message: 'The Content-MD5 you specified did not match what we received.',
    });
    await assert.rejects(get('damaged'), { name: 'NoSuchKey' });
  });

  it('are created by exactly one of twenty concurrent writers with If-None-Match: *', async () => {
    const bodies = Array.from({ length: 20 }, (_, index) => `writer ${index}`);
    const outcomes = await Promise.allSettled(bodies.map((body) => put('lock', body, { IfNoneMatch: '*' })));
    const winners = bodies.filter((_, index) => outcomes[index]?.status === 'fulfilled');
    assert.equal(winners.length, 1);
    assert.equal((await get('lock')).toString(), winners[0]);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') assert.equal(outcome.reason.name, 'PreconditionFailed');
  });

  it('are overwritten only with the etag of If-Match', async () => {
    const { ETag } = await put('state', 'one');
    await assert.rejects(put('state', 'two', { IfMatch: '"0"' }), (error: { $metadata: unknown }) => {
      assert.deepEqual(Object(error.$metadata).httpStatusCode, 412);
      return true;
    });
    await put('state', 'two', { IfMatch: ETag });
    assert.equal((await get('state')).toString(), 'two');
  });

  it('answer a range with their size', async () => {
    await put('alphabet', 'abcdefghij');
    const answer = await s3.send(new GetObjectCommand({ Bucket, Key: 'alphabet', Range: 'bytes=2-4' }));
    assert.equal(await answer.Body?.transformToString(), 'cde');
    assert.equal(answer.ContentRange, 'bytes 2-4/10');
    await assert.rejects(s3.send(new GetObjectCommand({ Bucket, Key: 'alphabet', Range: 'bytes=10-' })), {
      name: 'InvalidRange',
    });
  });

  it('are copied with and without new metadata', async () => {
    await put('original', 'text', { Metadata: { a: '1' }, ContentType: 'text/plain' });
    const CopySource = `${Bucket}/original`;
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'copied', CopySource }));
    const replaced = { MetadataDirective: 'REPLACE', Metadata: { b: '2' } } as const;
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'replaced', CopySource, ...replaced }));
    const metadataOf = async (Key: string) =>
      (await s3.send(new HeadObjectCommand({ Bucket, Key }))).Metadata;
    assert.deepEqual([await metadataOf('copied'), await metadataOf('replaced')], [{ a: '1' }, { b: '2' }]);
    assert.equal((await get('copied')).toString(), 'text');
    await assert.rejects(s3.send(new CopyObjectCommand({ Bucket, Key: 'original', CopySource })), {
      name: 'InvalidRequest',
    });
  });

  for (const key of [
    'a b/ü+c(1)!.txt',
    '//double//slashes/',
    '../../escape',
    'a/../b',
    '%2e%2e/x',
    '\u0001',
    '😀',
    'k'.repeat(1024),
  ]) {
    it(`keep the key ${JSON.stringify(key.slice(0, 20))} unchanged`, async () => {
      await put(key, key);
      assert.equal((await get(key)).toString(), key);
      await s3.send(new DeleteObjectCommand({ Bucket, Key: key }));
      await assert.rejects(get(key), { name: 'NoSuchKey' });
    });
  }

  it('have a key of 1024 bytes at most', async () => {
    await assert.rejects(put('k'.repeat(1025), 'x'), { name: 'KeyTooLongError' });
  });

  it('report a missing key and a missing bucket', async () => {
    await assert.rejects(get('nothing'), { name: 'NoSuchKey', message: 'The specified key does not exist.' });
    await assert.rejects(s3.send(new GetObjectCommand({ Bucket: 'nowhere', Key: 'x' })), {
      name: 'NoSuchBucket',
    });
    await assert.rejects(s3.send(new HeadObjectCommand({ Bucket, Key: 'nothing' })), { name: 'NotFound' });
  });

  it('answer 501 to an unsupported operation or header, and store nothing', async () => {
    await assert.rejects(s3.send(new GetBucketPolicyCommand({ Bucket })), {
      name: 'NotImplemented',
      message: 'The local stage does not support s3 GetBucketPolicy. It is a development stand-in for AWS.',
    });
    await assert.rejects(put('sealed', 'x', { ServerSideEncryption: 'aws:kms' }), { name: 'NotImplemented' });
    await assert.rejects(get('sealed'), { name: 'NoSuchKey' });
  });

  it('are not written with tags, and have none', async () => {
    await assert.rejects(put('tagged', 'x', { Tagging: 'env=local' }), { name: 'NotImplemented' });
    await put('untagged', 'x');
    const { TagSet } = await s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'untagged' }));
    assert.deepEqual(TagSet, []);
    await assert.rejects(s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'tagged' })), {
      name: 'NoSuchKey',
    });
  });

  it('are read by other services of the emulator', async () => {
    await put('code.zip', 'bytes');
    assert.equal((await one.service.read(Bucket, 'code.zip')).toString(), 'bytes');
    await assert.rejects(one.service.read(Bucket, 'none.zip'), { code: 'NoSuchKey' });
  });
});
