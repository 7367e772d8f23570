import { DescribeKeyCommand } from '@aws-sdk/client-kms';
import { apply, type Check, type Finding, type Place } from './types.js';

/** The KMS key that seals secrets. */
export const key: Check = {
  name: 'key',
  async look({ environment, connection, signal }: Place): Promise<Finding[]> {
    const subject = environment.credstash.key;
    const request = new DescribeKeyCommand({ KeyId: subject });
    const metadata = await connection.kms.send(request, { abortSignal: signal }).then(
      ({ KeyMetadata }) => KeyMetadata,
      (error: Error) => {
        if (error.name === 'NotFoundException') return undefined;
        throw error;
      },
    );
    if (!metadata) return [{ subject, problem: 'is not there', fix: apply(environment.name) }];
    if (metadata.KeyState === 'Enabled') return [];
    const fix = `aws kms ${metadata.KeyState === 'PendingDeletion' ? 'cancel-key-deletion' : 'enable-key'} --key-id ${metadata.KeyId}, at once: without it no secret can be read`;
    return [{ subject, problem: `is ${metadata.KeyState}`, fix }];
  },
};
