import { InvocationType, InvokeCommand, PublishVersionCommand } from '@aws-sdk/client-lambda';
import { SuperbowletoError } from '../../../errors.js';
import type { StoredArtifact } from '../../artifact/store.js';
import { type LambdaAccess, type LiveFunction, settled } from './functions.js';
import { patiently } from './patiently.js';

/** What a version is made of, and tried with. */
export interface Publication {
  readonly artifact: StoredArtifact;
  /** Kept as the version's description. */
  readonly commit: string;
  readonly smokeEvent: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Makes a version of `$LATEST` and waits until it can be called. Lambda gives the last version again when nothing
 * has changed since, and refuses when the code is no longer the artifact's.
 *
 * A version that is not in service yet is invoked once with the smoke event, so that one that cannot even start never is.
 *
 * @returns the version's number
 */
export async function publishVersion(
  access: LambdaAccess,
  { deployedName, alias }: LiveFunction,
  { artifact, commit, smokeEvent }: Publication,
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
  if (Version === alias.FunctionVersion) return Version;
  if (smokeEvent === undefined) await verifyCallable(access, deployedName, Version);
  else await verifyStarts(access, deployedName, Version, smokeEvent);
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

async function verifyStarts(
  access: LambdaAccess,
  deployedName: string,
  version: string,
  event: Readonly<Record<string, unknown>>,
): Promise<void> {
  const command = new InvokeCommand({
    FunctionName: deployedName,
    Qualifier: version,
    Payload: Buffer.from(JSON.stringify(event)),
  });
  const { FunctionError, Payload } = await patiently(access, () => access.lambda.send(command));
  if (FunctionError === undefined) return;
  const { errorType = FunctionError, errorMessage = '' } = JSON.parse(
    Buffer.from(Payload ?? []).toString('utf8') || '{}',
  ) as { errorType?: string; errorMessage?: string };
  throw new SuperbowletoError(
    'SMOKE_FAILED',
    `version ${version} of ${deployedName} fails when it is invoked: ${errorType}: ${errorMessage}`,
  );
}
