import { DescribeKeyCommand } from '@aws-sdk/client-kms';
import { type Check, type CheckContext, type Finding, terraformFix } from './types.js';

/** Checks that the KMS key that encrypts the secrets exists and is enabled. */
export const key: Check = {
  name: 'key',
  async run({ environment, connection, signal }: CheckContext): Promise<Finding[]> {
    const subject = environment.credstash.key;
    const request = new DescribeKeyCommand({ KeyId: subject });
    const metadata = await connection.kms.send(request, { abortSignal: signal }).then(
      ({ KeyMetadata }) => KeyMetadata,
      (error: Error) => {
        if (error.name === 'NotFoundException') return undefined;
        throw error;
      },
    );
    if (!metadata) return [{ subject, problem: 'is not there', fix: terraformFix(environment.name) }];
    if (metadata.KeyState === 'Enabled') return [];
    const fix = `aws kms ${metadata.KeyState === 'PendingDeletion' ? 'cancel-key-deletion' : 'enable-key'} --key-id ${metadata.KeyId}, at once: without it no secret can be read`;
    return [{ subject, problem: `is ${metadata.KeyState}`, fix }];
  },
};
