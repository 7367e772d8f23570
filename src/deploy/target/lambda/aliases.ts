import {
  type AliasConfiguration,
  PreconditionFailedException,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import { SuperbowletoError } from '../../../errors.js';
import { CURRENT_ALIAS } from '../../../project/index.js';
import { type LambdaAccess, type LiveFunction, readAlias, readConfiguration } from './functions.js';
import type { Destination } from './move.js';
import { patiently } from './patiently.js';

/**
 * Points the alias at a version, for all of the traffic. A lost answer is no failure: the alias is read again.
 *
 * @throws whatever Lambda says, when the alias does not point there afterwards
 */
export async function moveAlias(
  access: LambdaAccess,
  { deployedName, alias }: LiveFunction,
  version: string,
): Promise<void> {
  const command = new UpdateAliasCommand({
    FunctionName: deployedName,
    Name: CURRENT_ALIAS,
    FunctionVersion: version,
    RoutingConfig: { AdditionalVersionWeights: {} },
    // Nobody else has moved it since it was read.
    RevisionId: alias.RevisionId,
  });
  try {
    await patiently(access, () => access.lambda.send(command));
  } catch (error) {
    const found = await readAlias(access, deployedName).catch(() => undefined);
    if (found?.FunctionVersion === version) return;
    throw error instanceof PreconditionFailedException ? movedElsewhere(deployedName, found) : error;
  }
}

/** Points the alias at what it pointed at before, weights included. */
export async function moveBack(access: LambdaAccess, { deployedName, alias }: LiveFunction): Promise<void> {
  const command = new UpdateAliasCommand({
    FunctionName: deployedName,
    Name: CURRENT_ALIAS,
    FunctionVersion: alias.FunctionVersion,
    RoutingConfig: alias.RoutingConfig ?? { AdditionalVersionWeights: {} },
  });
  await patiently(access, () => access.lambda.send(command));
}

/** Whether a call by the alias now runs this version, and this version has the code that it was to have. */
export async function verifyServing(
  access: LambdaAccess,
  { live: { deployedName }, version, sha256 }: Destination,
): Promise<void> {
  const { Version, CodeSha256 } = await readConfiguration(access, deployedName, CURRENT_ALIAS);
  if (Version === version && CodeSha256 === sha256) return;
  throw new SuperbowletoError(
    'ALIAS_DIFFERS',
    `alias ${CURRENT_ALIAS} of ${deployedName} gives version ${Version}, not ${version}: something else has moved it`,
  );
}

function movedElsewhere(deployedName: string, found: AliasConfiguration | undefined): SuperbowletoError {
  return new SuperbowletoError(
    'ALIAS_MOVED',
    `alias ${CURRENT_ALIAS} of ${deployedName} was moved by something else, to version ${found?.FunctionVersion ?? 'unknown'}`,
  );
}
