import { createRequire } from 'node:module';
import type { STSClientConfig } from '@aws-sdk/client-sts';
import { SuperbowletoError } from '../errors.js';

const require = createRequire(import.meta.url);

/**
 * Returns a credentials provider that assumes a role. A client calls it before its first request, and again when the
 * credentials expire.
 *
 * @param settings settings of the STS client; its credentials must be allowed to assume the role
 * @param role ARN
 * @throws {SuperbowletoError} ROLE_REFUSED, from the provider
 */
export function assumedRole(settings: STSClientConfig, role: string) {
  return async () => {
    const { AssumeRoleCommand, STSClient } =
      require('@aws-sdk/client-sts') as typeof import('@aws-sdk/client-sts');
    const sts = new STSClient(settings);
    try {
      const request = new AssumeRoleCommand({ RoleArn: role, RoleSessionName: 'sbw-credstash' });
      const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } =
        (await sts.send(request)).Credentials ?? {};
      if (!AccessKeyId || !SecretAccessKey) throw refused(role, 'STS answers without keys');
      return {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        ...(SessionToken ? { sessionToken: SessionToken } : {}),
        ...(Expiration ? { expiration: Expiration } : {}),
      };
    } catch (error) {
      if (isDenied(error)) throw refused(role, error.message, error);
      throw error;
    } finally {
      sts.destroy();
    }
  };
}

function isDenied(error: unknown): error is Error {
  return error instanceof Error && ['AccessDenied', 'ValidationError'].includes(error.name);
}

function refused(role: string, reason: string, cause?: Error): SuperbowletoError {
  return new SuperbowletoError(
    'ROLE_REFUSED',
    `The role ${role} cannot be assumed: ${reason}. Its trust policy must name who asks: aws sts get-caller-identity`,
    cause ? { cause } : undefined,
  );
}
