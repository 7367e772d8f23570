import {
  type AliasConfiguration,
  type FunctionConfiguration,
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import { SuperbowletoError } from '../../errors.js';
import { CURRENT_ALIAS, type FunctionDefinition } from '../../project/index.js';
import type { EnvironmentContext } from '../context.js';
import { type RetryOptions, retryThrottled, TIMEOUT_MILLISECONDS } from './retry-throttled.js';

/** A function to be released: its definition in the project file, and its alias before the release. */
export interface LiveFunction {
  readonly definition: FunctionDefinition;
  readonly deployedName: string;
  readonly alias: AliasConfiguration;
}

/** A version that an alias will point at. */
export interface Destination {
  readonly live: LiveFunction;
  readonly version: string;
  /** SHA-256 of the version's code, base64: Lambda's CodeSha256. */
  readonly sha256: string;
}

export interface LambdaAccess extends RetryOptions {
  readonly lambda: LambdaClient;
}

export function lambdaAccess({
  clients,
  clock,
  signal,
}: Pick<EnvironmentContext, 'clients' | 'clock' | 'signal'>): LambdaAccess {
  return { lambda: clients.lambda, clock, signal };
}

const FIRST_POLL_MILLISECONDS = 100;
const LONGEST_POLL_MILLISECONDS = 2_000;

/** Reads the configuration of a function's version or alias, or of `$LATEST` when `qualifier` is left out. */
export function readConfiguration(
  access: LambdaAccess,
  deployedName: string,
  qualifier?: string,
): Promise<FunctionConfiguration> {
  const command = new GetFunctionConfigurationCommand({
    FunctionName: deployedName,
    ...(qualifier === undefined ? {} : { Qualifier: qualifier }),
  });
  return retryThrottled(access, () => access.lambda.send(command));
}

export function readAlias(access: LambdaAccess, deployedName: string): Promise<AliasConfiguration> {
  const command = new GetAliasCommand({ FunctionName: deployedName, Name: CURRENT_ALIAS });
  return retryThrottled(access, () => access.lambda.send(command));
}

/**
 * Waits until Lambda has finished the last change of a function, or of one of its versions.
 *
 * @throws {SuperbowletoError} FUNCTION_FAILED as soon as Lambda reports a failure; FUNCTION_TOO_SLOW after five minutes
 */
export async function waitUntilSettled(
  access: LambdaAccess,
  deployedName: string,
  qualifier?: string,
): Promise<FunctionConfiguration> {
  const { clock, signal } = access;
  const deadline = clock.now().getTime() + TIMEOUT_MILLISECONDS;
  for (let pause = FIRST_POLL_MILLISECONDS; ; pause = Math.min(1.5 * pause, LONGEST_POLL_MILLISECONDS)) {
    const configuration = await readConfiguration(access, deployedName, qualifier);
    verifyNotFailed(configuration);
    if (!isChanging(configuration)) return configuration;
    if (clock.now().getTime() >= deadline) throw tooSlow(configuration);
    await clock.sleep(pause, signal);
  }
}

/** Returns whether Lambda is still creating or updating the function. */
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
  const text = `${FunctionName} is still busy after ${TIMEOUT_MILLISECONDS / 60_000} minutes (state ${State}, update ${LastUpdateStatus}).`;
  return new SuperbowletoError('FUNCTION_TOO_SLOW', text);
}
