import {
  type FunctionConfiguration,
  InvocationType,
  InvokeCommand,
  PreconditionFailedException,
  PublishVersionCommand,
} from '@aws-sdk/client-lambda';
import { SuperbowletoError } from '../../errors.js';
import type { StoredArtifact } from '../artifact/store.js';
import { type LambdaAccess, type LiveFunction, waitUntilSettled } from './functions.js';
import { retryThrottled } from './retry-throttled.js';
import { verifyLatest } from './update.js';

/** What a version is published from, and tested with. */
export interface Publication {
  readonly artifact: StoredArtifact;
  /** Becomes the version's description. */
  readonly commit: string;
  /** `$LATEST` as `updateLatest` left it. */
  readonly latest: FunctionConfiguration;
  /** Payload of the test call; undefined: no test call. */
  readonly smokeEvent: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Publishes a version of `$LATEST` and waits until it can be called. Lambda returns the last version when nothing has
 * changed since. It refuses when the code or the settings are no longer those of `latest`.
 *
 * Invokes a version that is not in service yet once with the smoke event: a version that cannot start never serves.
 *
 * @returns the version's number
 * @throws {SuperbowletoError} NO_VERSION, FUNCTION_FAILED, FUNCTION_TOO_SLOW, LATEST_CHANGED, SMOKE_FAILED
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
  await waitUntilSettled(access, deployedName, Version);
  if (Version === alias.FunctionVersion) return Version;
  if (smokeEvent === undefined) await verifyCallable(access, deployedName, Version);
  else await verifyStarts(access, deployedName, Version, smokeEvent);
  return Version;
}

/** Retries with a newer revision: Lambda also makes one when it has only optimized the function. */
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
      return await retryThrottled(access, () => access.lambda.send(command));
    } catch (error) {
      if (!(error instanceof PreconditionFailedException) || attempts === ATTEMPTS) throw error;
    }
    const now = await waitUntilSettled(access, deployedName);
    verifyLatest(definition, now, artifact);
    revision = now.RevisionId;
  }
}

const ATTEMPTS = 5;

/** Lets Lambda check that the version exists and may be called. Runs nothing, because any event would have an effect. */
async function verifyCallable(access: LambdaAccess, deployedName: string, version: string): Promise<void> {
  const command = new InvokeCommand({
    FunctionName: deployedName,
    Qualifier: version,
    InvocationType: InvocationType.DryRun,
  });
  await retryThrottled(access, () => access.lambda.send(command));
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
  const { FunctionError, Payload } = await retryThrottled(access, () => access.lambda.send(command));
  if (FunctionError === undefined) return;
  const { errorType = FunctionError, errorMessage = '' } = JSON.parse(
    Buffer.from(Payload ?? []).toString('utf8') || '{}',
  ) as { errorType?: string; errorMessage?: string };
  throw new SuperbowletoError(
    'SMOKE_FAILED',
    `version ${version} of ${deployedName} fails when it is invoked: ${errorType}: ${errorMessage}`,
  );
}
