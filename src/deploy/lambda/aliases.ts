import {
  type AliasConfiguration,
  PreconditionFailedException,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import { SuperbowletoError } from '../../errors.js';
import { CURRENT_ALIAS } from '../../project/index.js';
import { type LambdaAccess, readAlias, readConfiguration } from './functions.js';
import type { Destination } from './move.js';
import { patiently, unstoppable } from './patiently.js';

/** Where an alias points: a version, other versions that get a share of the calls, and by whom. */
export type Pointing = Pick<AliasConfiguration, 'FunctionVersion' | 'RoutingConfig' | 'Description'>;

/** Somebody else has changed the alias since it was read; it was left alone. */
export class AliasMovedError extends SuperbowletoError {
  /** That it points at now, as far as is known. */
  readonly version: string | undefined;

  constructor(deployedName: string, found: AliasConfiguration | undefined) {
    const where = `it points at version ${found?.FunctionVersion ?? 'unknown'}`;
    super('ALIAS_MOVED', `alias ${CURRENT_ALIAS} of ${deployedName} was changed by something else: ${where}`);
    this.version = found?.FunctionVersion;
  }
}

/** Whether the alias was moved is not known: no answer came, and it could not be read either. */
export class AliasUnknownError extends SuperbowletoError {
  constructor(deployedName: string, cause: unknown) {
    const { message } = cause as Error;
    const text = `alias ${CURRENT_ALIAS} of ${deployedName} may have been moved: no answer came (${message}), and it could not be read`;
    super('ALIAS_UNKNOWN', text, { cause });
  }
}

/**
 * Points the alias at `to`, unless somebody has changed it since it was `from`: a process that stood still, and comes
 * back when others have taken its place, changes nothing. A lost answer is no failure: the alias is read again.
 *
 * @param to its description is this writer's own, by which it knows its write again
 * @returns the alias as it is now, with the revision to change it from
 * @throws {AliasMovedError} ALIAS_MOVED
 * @throws {AliasUnknownError} ALIAS_UNKNOWN
 */
export async function pointAlias(
  access: LambdaAccess,
  deployedName: string,
  from: AliasConfiguration,
  { FunctionVersion, RoutingConfig, Description = '' }: Pointing,
): Promise<AliasConfiguration> {
  const to = { FunctionVersion, RoutingConfig: RoutingConfig ?? NO_WEIGHTS, Description };
  const command = new UpdateAliasCommand({
    ...{ FunctionName: deployedName, Name: CURRENT_ALIAS, RevisionId: from.RevisionId },
    ...to,
  });
  try {
    return await patiently(access, () => access.lambda.send(command));
  } catch (error) {
    const found = await readAlias(unstoppable(access), deployedName).catch(() => undefined);
    if (found && isAt(found, to)) return found;
    // Also what was refused may be a repetition of what was done, its answer lost.
    if (!found) throw new AliasUnknownError(deployedName, error);
    throw error instanceof PreconditionFailedException ? new AliasMovedError(deployedName, found) : error;
  }
}

const NO_WEIGHTS = { AdditionalVersionWeights: {} };

function isAt(found: AliasConfiguration, to: Pointing): boolean {
  const weights = ({ RoutingConfig }: Pointing) =>
    JSON.stringify(Object.entries(RoutingConfig?.AdditionalVersionWeights ?? {}));
  return (
    found.FunctionVersion === to.FunctionVersion &&
    (found.Description ?? '') === to.Description &&
    weights(found) === weights(to)
  );
}

/** A call by the alias does not run what it was pointed at. */
export class AliasDiffersError extends SuperbowletoError {
  constructor(message: string) {
    super('ALIAS_DIFFERS', message);
  }
}

/** Whether a call by the alias now runs this version, and this version has the code that it was to have. */
export async function verifyServing(
  access: LambdaAccess,
  { live: { deployedName }, version, sha256 }: Destination,
): Promise<void> {
  const { Version, CodeSha256 } = await readConfiguration(access, deployedName, CURRENT_ALIAS);
  if (Version === version && CodeSha256 === sha256) return;
  throw new AliasDiffersError(
    `alias ${CURRENT_ALIAS} of ${deployedName} gives version ${Version}, not ${version}: something else has moved it`,
  );
}
