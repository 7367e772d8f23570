import {
  type FunctionConfiguration,
  InvocationType,
  InvokeCommand,
  PreconditionFailedException,
  PublishVersionCommand,
} from '@aws-sdk/client-lambda';
import { SuperbowletoError } from '../../errors.js';
import type { StoredArtifact } from '../artifact/store.js';
import { type LambdaAccess, type LiveFunction, settled } from './functions.js';
import { patiently } from './patiently.js';
import { verifyLatest } from './update.js';

/** What a version is made of, and tried with. */
export interface Publication {
  readonly artifact: StoredArtifact;
  /** Kept as the version's description. */
  readonly commit: string;
  /** `$LATEST` as it was found right. */
  readonly latest: FunctionConfiguration;
  readonly smokeEvent: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Makes a version of `$LATEST` and waits until it can be called. Lambda gives the last version again when nothing
 * has changed since, and refuses when code or settings are no longer what was found right.
 *
 * A version that is not in service yet is invoked once with the smoke event, so that one that cannot even start never is.
 *
 * @returns the version's number
 */
export async function publishVersion(
  access: LambdaAccess,
  live: LiveFunction,
  publication: Publication,
): Promise<string> {
  const { deployedName, alias } = live;
  const { smokeEvent } = publication;
  const { Version } = await publishLatest(access, live, publication);
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

/** A new revision need not mean a change: Lambda gives one when it has prepared a function, too. */
async function publishLatest(
  access: LambdaAccess,
  { deployedName, definition }: LiveFunction,
  { artifact, commit, latest }: Publication,
): Promise<FunctionConfiguration> {
  let revision = latest.RevisionId;
  for (let attempts = 1; ; attempts += 1) {
    const command = new PublishVersionCommand({
      FunctionName: deployedName,
      CodeSha256: artifact.sha256,
      Description: commit,
      RevisionId: revision,
    });
    try {
      return await patiently(access, () => access.lambda.send(command));
    } catch (error) {
      if (!(error instanceof PreconditionFailedException) || attempts === ATTEMPTS) throw error;
    }
    const now = await settled(access, deployedName);
    verifyLatest(definition, now, artifact);
    revision = now.RevisionId;
  }
}

const ATTEMPTS = 5;

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
