import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Check, CheckContext, Finding } from './types.js';

/** Checks that AWS answers, and that the credentials belong to the environment's account. */
export const credentials: Check = {
  name: 'credentials',
  async run({ environment, connection, signal }: CheckContext): Promise<Finding[]> {
    const { name, account } = environment;
    try {
      const { Account, Arn } = await connection.sts.send(new GetCallerIdentityCommand({}), {
        abortSignal: signal,
      });
      if (Account === account) return [];
      return [
        {
          subject: name,
          problem: `is account ${account}, but the AWS keys at hand are of ${Account} (${Arn})`,
          fix: 'use keys of that account, or correct `account` in superbowleto.yml',
        },
      ];
    } catch (error) {
      signal.throwIfAborted();
      return [refused(name, error)];
    }
  },
};

function refused(environment: string, error: unknown): Finding {
  const { name, message, code } = Object(error) as Error & { code?: string };
  if (
    /^(CredentialsProviderError|ExpiredToken|InvalidClientTokenId|SignatureDoesNotMatch|PROFILE)/.test(name)
  ) {
    return {
      subject: 'the AWS keys at hand',
      problem: `are not taken: ${message}`,
      fix: `sign in again, or set AWS_PROFILE to one of ${environment}`,
    };
  }
  return {
    subject: 'AWS',
    problem: `cannot be asked: ${code ?? name}: ${message}`,
    fix: `check the network; of an environment on this machine: sbw local start`,
  };
}
