import { GetBucketVersioningCommand, HeadBucketCommand } from '@aws-sdk/client-s3';
import { apply, type Check, type Finding, type Place } from './types.js';

/** Where artifacts lie. */
export const bucket: Check = {
  name: 'bucket',
  async look({ environment, connection, signal }: Place): Promise<Finding[]> {
    const { bucket: subject, account, name } = environment;
    const place = { Bucket: subject, ExpectedBucketOwner: account };
    const problem = await connection.s3
      .send(new HeadBucketCommand(place), { abortSignal: signal })
      .then(() => undefined, whyNot);
    if (problem !== undefined) return [{ subject, problem, fix: apply(name) }];
    const { Status } = await connection.s3.send(new GetBucketVersioningCommand(place), {
      abortSignal: signal,
    });
    if (Status === 'Enabled') return [];
    return [{ subject, problem: 'keeps no versions: a deleted artifact is gone', fix: apply(name) }];
  },
};

function whyNot(error: unknown): string {
  const status = Object(error).$metadata?.httpStatusCode;
  if (status === 404) return 'is not there';
  if (status === 403) return "is another account's, or may not be used with these keys";
  if (status === 301) return 'is in another region';
  throw error;
}
