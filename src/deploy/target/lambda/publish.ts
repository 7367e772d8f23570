import { InvocationType, InvokeCommand, PublishVersionCommand } from '@aws-sdk/client-lambda';
import { SuperbowletoError } from '../../../errors.js';
import type { StoredArtifact } from '../../artifact/store.js';
import { type LambdaAccess, type LiveFunction, settled } from './functions.js';
import { patiently } from './patiently.js';

/**
 * Makes a version of `$LATEST` and waits until it can be called. Lambda gives the last version again when nothing
 * has changed since, and refuses when the code is no longer the artifact's.
 *
 * @param commit kept as the version's description
 * @returns the version's number
 */
export async function publishVersion(
  access: LambdaAccess,
  { deployedName }: LiveFunction,
  artifact: StoredArtifact,
  commit: string,
): Promise<string> {
  const command = new PublishVersionCommand({
    FunctionName: deployedName,
    CodeSha256: artifact.sha256,
    Description: commit,
  });
  const { Version } = await patiently(access, () => access.lambda.send(command));
  if (Version === undefined) {
    throw new SuperbowletoError(
      'NO_VERSION',
      `Lambda published ${deployedName} without saying as which version.`,
    );
  }
  await settled(access, deployedName, Version);
  await verifyCallable(access, deployedName, Version);
  return Version;
}

/** Lambda checks that the version is there and may be called, and runs nothing: an event would have an effect. */
async function verifyCallable(access: LambdaAccess, deployedName: string, version: string): Promise<void> {
  const command = new InvokeCommand({
    FunctionName: deployedName,
    Qualifier: version,
    InvocationType: InvocationType.DryRun,
  });
  await patiently(access, () => access.lambda.send(command));
}
