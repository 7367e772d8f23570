import { ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { SuperbowletoError } from '../../errors.js';
import {
  CURRENT_ALIAS,
  deployedName,
  type Environment,
  type FunctionDefinition,
} from '../../project/index.js';
import type { EnvironmentContext } from '../context.js';
import { concurrently, fulfilled, rejected } from './concurrently.js';
import {
  isChanging,
  type LambdaAccess,
  type LiveFunction,
  lambdaAccess,
  readAlias,
  readConfiguration,
} from './functions.js';

/** An environment lacks something that a release needs. The message has every problem, one a line. */
export class NotReadyError extends SuperbowletoError {
  readonly problems: readonly string[];

  constructor({ name, account, region }: Environment, problems: readonly string[]) {
    const place = `Environment ${name} (account ${account}, ${region})`;
    const text =
      problems.length === 1
        ? `${place} is not ready: ${problems[0]}. Nothing was changed.`
        : `${place} is not ready, and nothing was changed:\n${problems.map((problem) => `  ${problem}`).join('\n')}`;
    super('NOT_READY', text);
    this.problems = problems;
  }
}

/**
 * Throws unless the credentials belong to the environment's account. Called before anything else.
 *
 * @throws {SuperbowletoError} WRONG_ACCOUNT
 */
export async function verifyAccount({
  clients,
  environment,
}: Pick<EnvironmentContext, 'clients' | 'environment'>): Promise<void> {
  const { name, account } = environment;
  const { Account, Arn } = await clients.sts.send(new GetCallerIdentityCommand({}));
  if (Account === account) return;
  throw new SuperbowletoError(
    'WRONG_ACCOUNT',
    `Environment ${name} is account ${account}, but the AWS keys at hand are of ${Account} (${Arn}). Nothing was changed.`,
  );
}

/**
 * Checks the bucket and every function that a release will touch. Changes nothing.
 *
 * @param busy what to do about a function that is being updated: `wait` for a minute, or `refuse` at once
 * @returns the functions as they are before the release
 * @throws {SuperbowletoError} NOT_READY, with every problem in one
 */
export async function verifyReady(
  context: EnvironmentContext,
  busy: 'wait' | 'refuse',
): Promise<LiveFunction[]> {
  const { project, environment, signal } = context;
  const definitions = environment.functions.flatMap((name) => project.functions[name] ?? []);
  const [bucket, functions] = await Promise.all([
    findBucketProblem(context),
    concurrently(definitions, (definition) => readLive(context, definition, busy)),
  ]);
  signal.throwIfAborted();
  const problems = rejected(functions).map(messageOf);
  if (bucket !== undefined) problems.unshift(bucket);
  if (problems.length > 0) throw new NotReadyError(environment, problems);
  return fulfilled(functions);
}

async function readLive(
  context: EnvironmentContext,
  definition: FunctionDefinition,
  busy: 'wait' | 'refuse',
): Promise<LiveFunction> {
  const access = lambdaAccess(context);
  const name = deployedName(context.project, context.environment, definition.name);
  const configuration = await readConfiguration(access, name).catch((error) => {
    throw missing(error, `there is no function ${name}`);
  });
  if (configuration.PackageType === 'Image') {
    throw new Error(`${name} runs an image, and takes no zip; the infrastructure has to make it of one`);
  }
  // An update in progress may be left from a killed deploy, so that waiting helps. It does not help a failed function.
  if (configuration.State === 'Failed') {
    throw new Error(
      `${name} is broken (${configuration.StateReason}); the infrastructure has to make it anew`,
    );
  }
  const alias = await readAlias(access, name).catch((error) => {
    throw missing(error, `function ${name} has no alias ${CURRENT_ALIAS}`);
  });
  if (isChanging(configuration)) {
    await waitUntilUnchanging(access, name, busy === 'wait' ? WAIT_MILLISECONDS : 0);
  }
  return { definition, deployedName: name, alias };
}

const WAIT_MILLISECONDS = 60_000;
const POLL_MILLISECONDS = 500;

/** Waits for an update in progress. One that outlasts the timeout is not left from a killed deploy. */
async function waitUntilUnchanging(access: LambdaAccess, name: string, timeout: number): Promise<void> {
  const { clock, signal } = access;
  const deadline = clock.now().getTime() + timeout;
  while (isChanging(await readConfiguration(access, name))) {
    if (clock.now().getTime() >= deadline) {
      throw new Error(`${name} is being updated by something else; try again when that is done`);
    }
    await clock.sleep(POLL_MILLISECONDS, signal);
  }
}

function missing(error: unknown, text: string): unknown {
  return error instanceof ResourceNotFoundException
    ? new Error(`${text}; the infrastructure makes it`)
    : error;
}

async function findBucketProblem({ clients, environment }: EnvironmentContext): Promise<string | undefined> {
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
