import { ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { SuperbowletoError } from '../../errors.js';
import {
  CURRENT_ALIAS,
  deployedName,
  type Environment,
  type FunctionDefinition,
} from '../../project/index.js';
import { NotReadyError } from '../preflight.js';
import { concurrently } from './concurrently.js';
import {
  isChanging,
  type LambdaAccess,
  type LiveFunction,
  readAlias,
  readConfiguration,
} from './functions.js';
import type { TargetContext } from './types.js';

/** Throws SuperbowletoError WRONG_ACCOUNT. */
export async function verifyAccount(sts: STSClient, { name, account }: Environment): Promise<void> {
  const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({}));
  if (Account === account) return;
  throw new SuperbowletoError(
    'WRONG_ACCOUNT',
    `Environment ${name} is account ${account}, but the AWS keys at hand are of ${Account} (${Arn}). Nothing was changed.`,
  );
}

/**
 * The functions of the environment as they are before the release.
 *
 * @throws {SuperbowletoError} NOT_READY, with every problem in one
 */
export async function verifyReady(
  context: TargetContext,
  access: LambdaAccess,
  busy: 'wait' | 'refuse',
): Promise<LiveFunction[]> {
  const { project, environment } = context;
  const definitions = environment.functions.flatMap((name) => project.functions[name] ?? []);
  const [bucket, functions] = await Promise.all([
    findBucketProblem(context),
    concurrently(definitions, (definition) => readLive(context, access, definition, busy)),
  ]);
  access.signal.throwIfAborted();
  const problems = functions.flatMap((result) =>
    result.status === 'rejected' ? [messageOf(result.reason)] : [],
  );
  if (bucket !== undefined) problems.unshift(bucket);
  if (problems.length > 0) throw new NotReadyError(environment, problems);
  return functions.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

async function readLive(
  { project, environment }: TargetContext,
  access: LambdaAccess,
  definition: FunctionDefinition,
  busy: 'wait' | 'refuse',
): Promise<LiveFunction> {
  const name = deployedName(project, environment, definition.name);
  const configuration = await readConfiguration(access, name).catch((error) => {
    throw missing(error, `there is no function ${name}`);
  });
  if (configuration.PackageType === 'Image') {
    throw new Error(`${name} runs an image, and takes no zip; the infrastructure has to make it of one`);
  }
  // What a killed deploy began is waited for; a function that was never right is not.
  if (configuration.State === 'Failed') {
    throw new Error(
      `${name} is broken (${configuration.StateReason}); the infrastructure has to make it anew`,
    );
  }
  const alias = await readAlias(access, name).catch((error) => {
    throw missing(error, `function ${name} has no alias ${CURRENT_ALIAS}`);
  });
  if (isChanging(configuration)) await waitUntilStill(access, name, busy === 'wait' ? WAIT_MILLISECONDS : 0);
  return { definition, deployedName: name, alias };
}

const WAIT_MILLISECONDS = 60_000;

/** A deploy that was killed may have left an update under way; one that does not end is somebody else's. */
async function waitUntilStill(access: LambdaAccess, name: string, patience: number): Promise<void> {
  const { clock, signal } = access;
  const deadline = clock.now().getTime() + patience;
  while (isChanging(await readConfiguration(access, name))) {
    if (clock.now().getTime() >= deadline) {
      throw new Error(`${name} is being updated by something else; try again when that is done`);
    }
    await clock.sleep(500, signal);
  }
}

function missing(error: unknown, text: string): unknown {
  return error instanceof ResourceNotFoundException
    ? new Error(`${text}; the infrastructure makes it`)
    : error;
}

async function findBucketProblem({ clients, environment }: TargetContext): Promise<string | undefined> {
  const { bucket, account } = environment;
  try {
    await clients.s3.send(new HeadBucketCommand({ Bucket: bucket, ExpectedBucketOwner: account }));
    return undefined;
  } catch (error) {
    const status = Object(error).$metadata?.httpStatusCode;
    if (status === 404) return `there is no bucket ${bucket}; the infrastructure makes it`;
    if (status === 403) return `bucket ${bucket} is another account's, or may not be used with these keys`;
    if (status === 301) return `bucket ${bucket} is not in region ${environment.region}`;
    throw error;
  }
}

function messageOf(error: unknown): string {
  const { name, message } = Object(error) as Error;
  return name === 'Error' ? message : `${name}: ${message}`;
}
