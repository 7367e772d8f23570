import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { S3Service } from '../../../../src/emulator/s3/index.js';
import { type OneService, serveOne } from '../../../support/one-service.js';

const MEBIBYTE = 1024 * 1024;
const target = { Bucket: 'artifacts', Key: 'large.zip' };

describe('S3 multipart uploads', () => {
  let one: OneService<S3Service>;
  let s3: S3Client;
  let UploadId: string | undefined;

  beforeEach(async () => {
    one = await serveOne((context) => new S3Service(context));
    s3 = new S3Client(one.client);
    await s3.send(new CreateBucketCommand({ Bucket: target.Bucket }));
    const created = await s3.send(
      new CreateMultipartUploadCommand({
        ...target,
        ContentType: 'application/zip',
        ChecksumAlgorithm: 'SHA256',
      }),
    );
    UploadId = created.UploadId;
  });

  afterEach(async () => {
    s3.destroy();
    await one.stop();
  });

  async function upload(PartNumber: number, Body: Buffer): Promise<CompletedPart> {
    const sent = await s3.send(
      new UploadPartCommand({ ...target, UploadId, PartNumber, Body, ChecksumAlgorithm: 'SHA256' }),
    );
    return { PartNumber, ETag: sent.ETag, ChecksumSHA256: sent.ChecksumSHA256 };
  }

  const complete = (Parts: CompletedPart[]) =>
    s3.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }));

  it('join the parts by number, not in the order of their arrival', async () => {
    const body = randomBytes(6 * MEBIBYTE);
    const second = await upload(2, body.subarray(5 * MEBIBYTE));
    const first = await upload(1, body.subarray(0, 5 * MEBIBYTE));
    const done = await complete([first, second]);
    assert.match(done.ETag ?? '', /^"[0-9a-f]{32}-2"$/);
    const digests = [first, second].map((part) => Buffer.from(part.ChecksumSHA256 ?? '', 'base64'));
    const expected = createHash('sha256').update(Buffer.concat(digests)).digest('base64');
    assert.equal(done.ChecksumSHA256, `${expected}-2`);
    const answer = await s3.send(new GetObjectCommand(target));
    assert.equal(answer.ContentType, 'application/zip');
    assert.ok(body.equals(Buffer.from((await answer.Body?.transformToByteArray()) ?? [])));
  });

  it('are listed until they are complete', async () => {
    const part = await upload(1, Buffer.from('one'));
    const parts = await s3.send(new ListPartsCommand({ ...target, UploadId }));
    assert.deepEqual(
      parts.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size]),
      [[1, 3]],
    );
    const list = () => s3.send(new ListMultipartUploadsCommand({ Bucket: target.Bucket }));
    assert.equal((await list()).Uploads?.[0]?.UploadId, UploadId);
    await complete([part]);
    assert.equal((await list()).Uploads, undefined);
  });

  it('refuse a small part before the last, a wrong etag and a wrong order', async () => {
    const [first, second] = [await upload(1, Buffer.from('one')), await upload(2, Buffer.from('two'))];
    await assert.rejects(complete([first, second]), { name: 'EntityTooSmall' });
    await assert.rejects(complete([{ ...first, ETag: second.ETag }]), { name: 'InvalidPart' });
    await assert.rejects(complete([second, first]), { name: 'InvalidPartOrder' });
  });

  it('do not exist after an abort', async () => {
    await s3.send(new AbortMultipartUploadCommand({ ...target, UploadId }));
    await assert.rejects(upload(1, Buffer.from('one')), { name: 'NoSuchUpload' });
  });

  it('continue after a restart without a stop', async () => {
    const part = await upload(1, Buffer.from('one'));
    await one.restart();
    await complete([part]);
    const { Body } = await s3.send(new GetObjectCommand(target));
    assert.equal(await Body?.transformToString(), 'one');
  });
});
