import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { type KillableService, startKillable } from '../../../support/killable-service.js';
import { until } from '../../../support/until.js';

const Bucket = 'artifacts';

describe('S3, killed during writes', () => {
  let directory: string;
  let service: KillableService;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'sbw-s3-kill-'));
    service = await startKillable('s3', directory);
  });

  afterEach(async () => {
    await service.kill();
    rmSync(directory, { recursive: true, force: true });
  });

  it('has every answered write, no partial one, and no leftover blob', async () => {
    let s3 = new S3Client(service.client);
    await s3.send(new CreateBucketCommand({ Bucket }));
    const answered = new Map<string, string>();
    const sent = new Map<string, Set<string>>();
    const write = async (): Promise<void> => {
      for (;;) {
        const Key = `key-${randomBytes(1)[0]}`;
        const Body = randomBytes(50_000);
        const digest = createHash('md5').update(Body).digest('hex');
        sent.set(Key, (sent.get(Key) ?? new Set()).add(digest));
        await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
        answered.set(Key, digest);
      }
    };
    const writers = [write(), write(), write(), write()].map((writer) => writer.catch(() => {}));
    await until('a hundred writes were answered', () => answered.size > 100);
    await service.kill();
    await Promise.all(writers);
    s3.destroy();

    service = await startKillable('s3', directory);
    s3 = new S3Client(service.client);
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
    const listed = new Set(Contents.map(({ Key = '' }) => Key));
    assert.deepEqual(
      [...answered.keys()].filter((key) => !listed.has(key)),
      [],
    );
    for (const Key of listed) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      const digest = createHash('md5')
        .update((await Body?.transformToByteArray()) ?? '')
        .digest('hex');
      assert.ok(sent.get(Key)?.has(digest), `${Key} has content that no writer sent`);
    }
    s3.destroy();
    assert.equal(readdirSync(join(directory, 'buckets', Bucket, 'blobs')).length, listed.size);
  });
});
