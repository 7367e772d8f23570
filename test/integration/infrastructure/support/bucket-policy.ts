import { DeleteBucketPolicyCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import type { Infrastructure } from './applied.js';
import { byKey } from './plan.js';

/**
 * Removes the bucket's policy while `work` runs. moto ignores the condition of a Deny, so the policy would refuse every
 * upload. The connection to moto has no TLS, which AWS would refuse as well.
 */
export async function withoutTlsPolicy<T>(
  infrastructure: Infrastructure,
  work: () => Promise<T>,
): Promise<T> {
  const s3 = new S3Client({ ...infrastructure.client, forcePathStyle: true });
  const [policy] = byKey(infrastructure.resources, 'aws_s3_bucket_policy').values();
  const bucket = { Bucket: String(policy?.values.bucket) };
  await s3.send(new DeleteBucketPolicyCommand(bucket));
  try {
    return await work();
  } finally {
    await s3.send(new PutBucketPolicyCommand({ ...bucket, Policy: String(policy?.values.policy) }));
    s3.destroy();
  }
}
