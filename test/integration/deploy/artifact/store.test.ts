import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Artifact } from '../../../../src/deploy/artifact/artifact.js';
import { contentDigest } from '../../../../src/deploy/artifact/digest.js';
import { storeArtifact } from '../../../../src/deploy/artifact/store.js';
import { zipFiles } from '../../../../src/deploy/artifact/zip.js';
import { startTestStage, type TestStage } from '../../../support/stage.js';

describe('storeArtifact', () => {
  let stage: TestStage;
  let s3: S3Client;
  const environment = { bucket: 'artifacts', account: '000000000000' };

  before(async () => {
    stage = await startTestStage();
    s3 = new S3Client({ ...stage.client, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: environment.bucket }));
  });
  after(async () => {
    s3?.destroy();
    await stage?.remove();
  });

  /** Makes an artifact. @param comment gives the zip other bytes with the same content */
  async function artifact(text: string, comment?: string): Promise<Artifact> {
    const files = [{ path: 'index.js', executable: false, content: Buffer.from(text) }];
    const digest = contentDigest(files);
    const manifest = { path: 'manifest', executable: false, content: Buffer.from(comment ?? '') };
    const zip = await zipFiles([...files, manifest]);
    return { zip, digest, sha256: sha256(zip), key: `sample/${digest}.zip`, paths: ['index.js'] };
  }

  async function stored(key: string): Promise<Buffer> {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: environment.bucket, Key: key }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  }

  it('stores once, and reuses a zip that another zlib or commit made of the same content', async () => {
    const first = await artifact('a');
    const again = await artifact('a', 'other bytes');
    assert.notEqual(again.sha256, first.sha256);
    const kept = await storeArtifact(s3, environment, first);
    assert.deepEqual(await storeArtifact(s3, environment, again), kept);
    assert.deepEqual(await stored(first.key), first.zip);
  });

  it('stores one of two that are stored at once, and returns that one to both', async () => {
    const artifacts = await Promise.all([artifact('b', 'one'), artifact('b', 'two')]);
    const [one, two] = await Promise.all(artifacts.map((each) => storeArtifact(s3, environment, each)));
    assert.deepEqual(one, two);
    assert.equal(sha256(await stored(one?.key ?? '')), one?.sha256);
  });

  it('refuses an object that sbw did not store', async () => {
    const whole = await artifact('c');
    const half = whole.zip.subarray(0, 40);
    for (const checksum of [{ ChecksumSHA256: sha256(half) }, {}]) {
      await s3.send(
        new PutObjectCommand({ Bucket: environment.bucket, Key: whole.key, Body: half, ...checksum }),
      );
      await assert.rejects(storeArtifact(s3, environment, whole), {
        code: 'ARTIFACT_NOT_STORED',
        message: `s3://artifacts/${whole.key} is there, but is not what sbw stored. Delete it and deploy again.`,
      });
    }
  });

  it('stores nothing when the bytes do not match the checksum', async () => {
    const whole = await artifact('d');
    await assert.rejects(storeArtifact(s3, environment, { ...whole, zip: whole.zip.subarray(0, 40) }), {
      code: 'ARTIFACT_NOT_STORED',
    });
    await assert.rejects(stored(whole.key), { name: 'NoSuchKey' });
  });
});

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('base64');
}
