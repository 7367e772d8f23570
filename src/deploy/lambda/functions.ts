import {
  type AliasConfiguration,
  type FunctionConfiguration,
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import { SuperbowletoError } from '../../errors.js';
import { CURRENT_ALIAS, type FunctionDefinition } from '../../project/index.js';
import { PATIENCE_MILLISECONDS, type Patience, patiently } from './patiently.js';

/** A function to be released: what the project file says of it, and what its alias points at before. */
export interface LiveFunction {
  readonly definition: FunctionDefinition;
  readonly deployedName: string;
  readonly alias: AliasConfiguration;
}

export interface LambdaAccess extends Patience {
  readonly lambda: LambdaClient;
}

const FIRST_POLL_MILLISECONDS = 100;
const LONGEST_POLL_MILLISECONDS = 2_000;

/** `qualifier` left out: `$LATEST`. */
export function readConfiguration(
  access: LambdaAccess,
  deployedName: string,
  qualifier?: string,
): Promise<FunctionConfiguration> {
  const command = new GetFunctionConfigurationCommand({
    FunctionName: deployedName,
    ...(qualifier === undefined ? {} : { Qualifier: qualifier }),
  });
  return patiently(access, () => access.lambda.send(command));
}

export function readAlias(access: LambdaAccess, deployedName: string): Promise<AliasConfiguration> {
  const command = new GetAliasCommand({ FunctionName: deployedName, Name: CURRENT_ALIAS });
  return patiently(access, () => access.lambda.send(command));
}

/**
 * Waits until a function, or a version of it, has taken its last change.
 *
 * @throws {SuperbowletoError} FUNCTION_FAILED at once when Lambda says that it failed, FUNCTION_TOO_SLOW
 */
export async function settled(
  access: LambdaAccess,
  deployedName: string,
  qualifier?: string,
): Promise<FunctionConfiguration> {
  const { clock, signal } = access;
  const deadline = clock.now().getTime() + PATIENCE_MILLISECONDS;
  for (let pause = FIRST_POLL_MILLISECONDS; ; pause = Math.min(1.5 * pause, LONGEST_POLL_MILLISECONDS)) {
    const configuration = await readConfiguration(access, deployedName, qualifier);
    verifyNotFailed(configuration);
    if (!isChanging(configuration)) return configuration;
    if (clock.now().getTime() >= deadline) throw tooSlow(configuration);
    await clock.sleep(pause, signal);
  }
}

export function isChanging({ State, LastUpdateStatus }: FunctionConfiguration): boolean {
  return State === 'Pending' || LastUpdateStatus === 'InProgress';
}

function verifyNotFailed(configuration: FunctionConfiguration): void {
  const { State, StateReason, LastUpdateStatus, LastUpdateStatusReason, FunctionName } = configuration;
  if (State !== 'Failed' && LastUpdateStatus !== 'Failed') return;
  const reason = (State === 'Failed' ? StateReason : LastUpdateStatusReason) ?? 'no reason given';
  throw new SuperbowletoError('FUNCTION_FAILED', `Lambda could not bring ${FunctionName} up: ${reason}`);
}

function tooSlow({ FunctionName, State, LastUpdateStatus }: FunctionConfiguration): SuperbowletoError {
  const text = `${FunctionName} is still busy after ${PATIENCE_MILLISECONDS / 60_000} minutes (state ${State}, update ${LastUpdateStatus}).`;
  return new SuperbowletoError('FUNCTION_TOO_SLOW', text);
}
