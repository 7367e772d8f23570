import { GetBucketVersioningCommand, HeadBucketCommand } from '@aws-sdk/client-s3';
import { type Check, type CheckContext, type Finding, terraformFix } from './types.js';

/** Checks the S3 bucket of the artifacts: it exists, belongs to the account and keeps versions. */
export const bucket: Check = {
  name: 'bucket',
  async run({ environment, connection, signal }: CheckContext): Promise<Finding[]> {
    const { bucket: subject, account, name } = environment;
    const owned = { Bucket: subject, ExpectedBucketOwner: account };
    const problem = await connection.s3
      .send(new HeadBucketCommand(owned), { abortSignal: signal })
      .then(() => undefined, problemOf);
    if (problem !== undefined) return [{ subject, problem, fix: terraformFix(name) }];
    const { Status } = await connection.s3.send(new GetBucketVersioningCommand(owned), {
      abortSignal: signal,
    });
    if (Status === 'Enabled') return [];
    return [{ subject, problem: 'keeps no versions: a deleted artifact is gone', fix: terraformFix(name) }];
  },
};

function problemOf(error: unknown): string {
  const status = Object(error).$metadata?.httpStatusCode;
  if (status === 404) return 'is not there';
  if (status === 403) return "is another account's, or may not be used with these keys";
  if (status === 301) return 'is in another region';
  throw error;
}
