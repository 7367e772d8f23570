import { isDeepStrictEqual } from 'node:util';
import {
  CreateAliasCommand,
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  type LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { CURRENT_ALIAS, type FunctionDefinition, type Trigger } from '../../project/index.js';
import { isNamed } from './clients.js';
import { inertZip } from './inert-zip.js';

export interface DesiredFunction {
  /** Deployed name. */
  readonly name: string;
  readonly definition: FunctionDefinition;
  readonly role: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** Seconds. */
const WAIT = { minDelay: 0.1, maxDelay: 1, maxWaitTime: 60 };

/**
 * Creates the function and the alias that its triggers point at. Of an existing function it changes only the variables:
 * `sbw deploy` changes its code.
 */
export async function ensureFunction(lambda: LambdaClient, desired: DesiredFunction): Promise<void> {
  const { name } = desired;
  const variables = await findVariables(lambda, name);
  if (variables === undefined) await createFunction(lambda, desired);
  else if (!isDeepStrictEqual(variables, { ...desired.variables })) {
    await lambda.send(
      new UpdateFunctionConfigurationCommand({
        FunctionName: name,
        Environment: { Variables: { ...desired.variables } },
      }),
    );
    await waitUntilFunctionUpdatedV2({ client: lambda, ...WAIT }, { FunctionName: name });
  }
  await ensureAlias(lambda, name);
}

async function findVariables(
  lambda: LambdaClient,
  name: string,
): Promise<Record<string, string> | undefined> {
  try {
    const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
    return Environment?.Variables ?? {};
  } catch (error) {
    if (isNamed(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  }
}

async function createFunction(lambda: LambdaClient, desired: DesiredFunction): Promise<void> {
  const { name, definition, role, variables } = desired;
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Role: role,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      MemorySize: definition.memory,
      Timeout: definition.timeout,
      Environment: { Variables: { ...variables } },
      Code: { ZipFile: await inertZip() },
      Publish: true,
    }),
  );
  await waitUntilFunctionActiveV2({ client: lambda, ...WAIT }, { FunctionName: name });
}

/** Creates the alias, which points at the first version. An existing alias stays as a deploy left it. */
async function ensureAlias(lambda: LambdaClient, name: string): Promise<void> {
  try {
    await lambda.send(new GetAliasCommand({ FunctionName: name, Name: CURRENT_ALIAS }));
  } catch (error) {
    if (!isNamed(error, 'ResourceNotFoundException')) throw error;
    await lambda.send(
      new CreateAliasCommand({ FunctionName: name, Name: CURRENT_ALIAS, FunctionVersion: '1' }),
    );
  }
}

/** Makes the queue a trigger of the function's alias. */
export async function ensureMapping(
  lambda: LambdaClient,
  name: string,
  queueArn: string,
  { batchSize, maximumConcurrency }: Extract<Trigger, { type: 'queue' }>,
): Promise<void> {
  const BatchSize = batchSize;
  const ScalingConfig = maximumConcurrency ? { MaximumConcurrency: maximumConcurrency } : {};
  const FunctionName = `${name}:${CURRENT_ALIAS}`;
  const { EventSourceMappings = [] } = await lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName, EventSourceArn: queueArn }),
  );
  const [present] = EventSourceMappings;
  if (!present) {
    await lambda.send(
      new CreateEventSourceMappingCommand({
        FunctionName,
        EventSourceArn: queueArn,
        BatchSize,
        ScalingConfig,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      }),
    );
  } else if (
    present.BatchSize !== BatchSize ||
    present.ScalingConfig?.MaximumConcurrency !== maximumConcurrency
  ) {
    const { UUID } = present;
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID, BatchSize, ScalingConfig }));
  }
}
