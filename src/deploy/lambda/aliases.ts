import {
  type AliasConfiguration,
  PreconditionFailedException,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import { SuperbowletoError } from '../../errors.js';
import { CURRENT_ALIAS } from '../../project/index.js';
import { type Destination, type LambdaAccess, readAlias, readConfiguration } from './functions.js';
import { retryThrottled, uninterrupted } from './retry-throttled.js';

/** What an alias is set to: its version, the other versions that get a share of the calls, and who set it. */
export type AliasSetting = Pick<AliasConfiguration, 'FunctionVersion' | 'RoutingConfig' | 'Description'>;

/** Something else has changed the alias since it was read; it was left alone. */
export class AliasMovedError extends SuperbowletoError {
  /** Version that the alias points at now; undefined when it could not be read. */
  readonly version: string | undefined;

  constructor(deployedName: string, found: AliasConfiguration | undefined) {
    const where = `it points at version ${found?.FunctionVersion ?? 'unknown'}`;
    super('ALIAS_MOVED', `alias ${CURRENT_ALIAS} of ${deployedName} was changed by something else: ${where}`);
    this.version = found?.FunctionVersion;
  }
}

/** It is not known whether the alias was moved: no answer came, and the alias could not be read afterwards. */
export class AliasUnknownError extends SuperbowletoError {
  constructor(deployedName: string, cause: unknown) {
    const { message } = cause as Error;
    const text = `alias ${CURRENT_ALIAS} of ${deployedName} may have been moved: no answer came (${message}), and it could not be read`;
    super('ALIAS_UNKNOWN', text, { cause });
  }
}

/**
 * Sets the alias, unless something has changed it since it was read as `from`. So a process that stalled, and wakes up
 * after another one took over, changes nothing. When an answer is lost, reads the alias to find out.
 *
 * @param to must have a description that only this writer uses: it identifies the writer's own change
 * @returns the alias as it is now, with the revision for the next change
 * @throws {AliasMovedError} ALIAS_MOVED
 * @throws {AliasUnknownError} ALIAS_UNKNOWN
 */
export async function setAlias(
  access: LambdaAccess,
  deployedName: string,
  from: AliasConfiguration,
  { FunctionVersion, RoutingConfig, Description = '' }: AliasSetting,
): Promise<AliasConfiguration> {
  const to = { FunctionVersion, RoutingConfig: RoutingConfig ?? NO_WEIGHTS, Description };
  const command = new UpdateAliasCommand({
    ...{ FunctionName: deployedName, Name: CURRENT_ALIAS, RevisionId: from.RevisionId },
    ...to,
  });
  try {
    return await retryThrottled(access, () => access.lambda.send(command));
  } catch (error) {
    const found = await readAlias(uninterrupted(access), deployedName).catch(() => undefined);
    // Also after a refusal: the SDK may have repeated a call that succeeded and whose answer was lost.
    if (found && isSetTo(found, to)) return found;
    if (!found) throw new AliasUnknownError(deployedName, error);
    throw error instanceof PreconditionFailedException ? new AliasMovedError(deployedName, found) : error;
  }
}

const NO_WEIGHTS = { AdditionalVersionWeights: {} };

function isSetTo(found: AliasConfiguration, to: AliasSetting): boolean {
  const weights = ({ RoutingConfig }: AliasSetting) =>
    JSON.stringify(Object.entries(RoutingConfig?.AdditionalVersionWeights ?? {}));
  return (
    found.FunctionVersion === to.FunctionVersion &&
    (found.Description ?? '') === to.Description &&
    weights(found) === weights(to)
  );
}

/** A call through the alias runs another version than the one that it was set to. */
export class AliasDiffersError extends SuperbowletoError {
  constructor(message: string) {
    super('ALIAS_DIFFERS', message);
  }
}

/**
 * Throws unless a call through the alias now runs this version with this code.
 *
 * @throws {AliasDiffersError} ALIAS_DIFFERS
 */
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
