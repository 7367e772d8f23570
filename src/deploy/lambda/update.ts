import {
  type FunctionConfiguration,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { SuperbowletoError } from '../../errors.js';
import type { FunctionDefinition } from '../../project/index.js';
import type { StoredArtifact } from '../artifact/store.js';
import { type LambdaAccess, type LiveFunction, readConfiguration, waitUntilSettled } from './functions.js';
import { retryThrottled } from './retry-throttled.js';

/**
 * Updates `$LATEST` to the artifact and to the settings of the project file. Skips what is equal already. Never touches
 * the environment variables, which belong to the infrastructure.
 *
 * @returns `$LATEST` after the update
 * @throws {SuperbowletoError} LATEST_CHANGED, FUNCTION_FAILED, FUNCTION_TOO_SLOW
 */
export async function updateLatest(
  access: LambdaAccess,
  { deployedName, definition }: LiveFunction,
  artifact: StoredArtifact,
): Promise<FunctionConfiguration> {
  const before = await readConfiguration(access, deployedName);
  let configuration = before;
  if (before.CodeSha256 !== artifact.sha256 || before.LastUpdateStatus === 'Failed') {
    await updateCode(access, deployedName, artifact);
    configuration = await waitUntilSettled(access, deployedName);
  }
  if (differs(definition, configuration)) {
    await updateConfiguration(access, deployedName, definition);
    configuration = await waitUntilSettled(access, deployedName);
  }
  verifyLatest(definition, configuration, artifact);
  return configuration;
}

async function updateCode(
  access: LambdaAccess,
  deployedName: string,
  artifact: StoredArtifact,
): Promise<void> {
  const command = new UpdateFunctionCodeCommand({
    FunctionName: deployedName,
    S3Bucket: artifact.bucket,
    S3Key: artifact.key,
  });
  await retryThrottled(access, () => access.lambda.send(command));
}

async function updateConfiguration(
  access: LambdaAccess,
  deployedName: string,
  { handler, memory, timeout }: FunctionDefinition,
): Promise<void> {
  const command = new UpdateFunctionConfigurationCommand({
    FunctionName: deployedName,
    Handler: handler,
    MemorySize: memory,
    Timeout: timeout,
  });
  await retryThrottled(access, () => access.lambda.send(command));
}

function differs(
  { handler, memory, timeout }: FunctionDefinition,
  { Handler, MemorySize, Timeout }: FunctionConfiguration,
): boolean {
  return handler !== Handler || memory !== MemorySize || timeout !== Timeout;
}

/**
 * Throws unless `$LATEST` has the artifact's code and the project file's settings. The bytes may have been changed in
 * transit or in the bucket, and something else may update the function.
 *
 * @throws {SuperbowletoError} LATEST_CHANGED
 */
export function verifyLatest(
  definition: FunctionDefinition,
  configuration: FunctionConfiguration,
  { sha256, key }: StoredArtifact,
): void {
  const { CodeSha256, FunctionName } = configuration;
  if (CodeSha256 !== sha256) {
    throw latestChanged(`${FunctionName} has code with SHA-256 ${CodeSha256}, not ${sha256} of ${key}`);
  }
  if (differs(definition, configuration)) throw latestChanged(`${FunctionName} has other settings by now`);
}

function latestChanged(what: string): SuperbowletoError {
  return new SuperbowletoError('LATEST_CHANGED', `${what}: something else updates it.`);
}
