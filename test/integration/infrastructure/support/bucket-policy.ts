import { DeleteBucketPolicyCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import type { Infrastructure } from './applied.js';
import { byKey } from './plan.js';

/**
 * Takes the bucket's policy away for as long as something is stored there. moto applies a Deny whatever its condition is,
 * so that nobody could store anything; and it is reached without TLS, which AWS would refuse as well.
 */
export async function withoutTlsPolicy<T>(
  infrastructure: Infrastructure,
  work: () => Promise<T>,
): Promise<T> {
  const s3 = new S3Client({ ...infrastructure.client, forcePathStyle: true });
  const [policy] = byKey(infrastructure.resources, 'aws_s3_bucket_policy').values();
  const place = { Bucket: String(policy?.values.bucket) };
  await s3.send(new DeleteBucketPolicyCommand(place));
  try {
    return await work();
  } finally {
    await s3.send(new PutBucketPolicyCommand({ ...place, Policy: String(policy?.values.policy) }));
    s3.destroy();
  }
}
