import {
  DeleteObjectCommand,
  type ListObjectsV2CommandOutput,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { Environment } from '../../project/index.js';

/** What pruning did to one artifact of the bucket. */
export interface PrunedArtifact {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  readonly status: 'deleted' | 'to-delete' | 'failed';
  readonly reason?: string;
}

export interface PruneArtifacts {
  readonly service: string;
  /** Keys that stay. */
  readonly inUse: ReadonlySet<string>;
  /** Only lists what would be deleted. */
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
}

/** Deletes the artifacts of a service that are not in use. Leaves everything else in the bucket. A failure is part of the result. */
export async function pruneArtifacts(
  s3: S3Client,
  { bucket, account }: Pick<Environment, 'bucket' | 'account'>,
  { service, inUse, dryRun, signal }: PruneArtifacts,
): Promise<PrunedArtifact[]> {
  const owned = { Bucket: bucket, ExpectedBucketOwner: account };
  const pruned: PrunedArtifact[] = [];
  const pages: AsyncIterable<ListObjectsV2CommandOutput> = paginateListObjectsV2(
    { client: s3 },
    { ...owned, Prefix: `${service}/` },
  );
  for await (const { Contents = [] } of pages) {
    for (const { Key: key = '', Size: size = 0 } of Contents) {
      if (!isArtifact(key, service) || inUse.has(key)) continue;
      signal.throwIfAborted();
      const outcome = dryRun ? ({ status: 'to-delete' } as const) : await remove(s3, { ...owned, Key: key });
      pruned.push({ key, size, ...outcome });
    }
  }
  return pruned;
}

/** Returns whether a key is `<service>/<digest>.zip`, as `packArtifact` makes it. */
function isArtifact(key: string, service: string): boolean {
  return key.startsWith(`${service}/`) && /^[0-9a-f]{64}\.zip$/.test(key.slice(service.length + 1));
}

async function remove(
  s3: S3Client,
  object: DeleteObjectCommand['input'],
): Promise<Pick<PrunedArtifact, 'status' | 'reason'>> {
  try {
    await s3.send(new DeleteObjectCommand(object));
    return { status: 'deleted' };
  } catch (error) {
    const { name, message } = Object(error) as Error;
    return { status: 'failed', reason: `${name}: ${message}` };
  }
}
