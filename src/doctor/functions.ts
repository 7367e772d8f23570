import { isDeepStrictEqual } from 'node:util';
import {
  type FunctionConfiguration,
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';
import { CURRENT_ALIAS, deployedName } from '../project/index.js';
import { type Check, type CheckContext, type Finding, terraformFix } from './types.js';
import { expectedVariables } from './variables.js';

/** Checks that every function exists with its role, its variables and the alias `current`, and that it can run. */
export const functions: Check = {
  name: 'functions',
  async run(context: CheckContext): Promise<Finding[]> {
    const expected = await expectedVariables(context);
    const names = context.environment.functions;
    return (await Promise.all(names.map((name) => examineFunction(context, name, expected)))).flat();
  },
};

async function examineFunction(
  context: CheckContext,
  name: string,
  expected: Readonly<Record<string, string>>,
): Promise<Finding[]> {
  const { project, environment } = context;
  const subject = deployedName(project, environment, name);
  const fix = terraformFix(environment.name);
  const configuration = await configurationOf(context, subject);
  if (!configuration) return [{ subject, problem: 'is not there', fix }];
  const problems = [
    ...roleProblems(configuration, subject),
    ...stateProblems(configuration),
    ...variableProblems(configuration, expected),
  ];
  const findings = problems.map((problem) => ({ subject, problem, fix }));
  const serving = await configurationOf(context, subject, CURRENT_ALIAS);
  if (!serving) {
    const problem = (await hasAlias(context, subject))
      ? `has an alias ${CURRENT_ALIAS} that leads nowhere`
      : `has no alias ${CURRENT_ALIAS}, which every trigger points at`;
    return [...findings, { subject, problem, fix }];
  }
  if (isDeepStrictEqual(serving.Environment?.Variables, configuration.Environment?.Variables))
    return findings;
  const problem = `serves version ${serving.Version}, published before its environment variables changed`;
  return [
    ...findings,
    { subject, problem, fix: `sbw deploy --env ${environment.name} --ref <what serves now>` },
  ];
}

async function configurationOf(
  { connection, signal }: CheckContext,
  name: string,
  qualifier?: string,
): Promise<FunctionConfiguration | undefined> {
  const request = new GetFunctionConfigurationCommand({
    FunctionName: name,
    ...(qualifier === undefined ? {} : { Qualifier: qualifier }),
  });
  return await connection.lambda.send(request, { abortSignal: signal }).catch(missing);
}

async function hasAlias({ connection, signal }: CheckContext, name: string): Promise<boolean> {
  const request = new GetAliasCommand({ FunctionName: name, Name: CURRENT_ALIAS });
  return (await connection.lambda.send(request, { abortSignal: signal }).catch(missing)) !== undefined;
}

/** Returns undefined for Lambda's "not found". @throws any other error */
export function missing(error: unknown): undefined {
  if (error instanceof ResourceNotFoundException) return undefined;
  throw error;
}

function roleProblems({ Role = '' }: FunctionConfiguration, name: string): string[] {
  return Role.endsWith(`:role/${name}`) ? [] : [`runs as ${Role} and not as the role ${name}`];
}

function stateProblems({
  State,
  StateReason,
  LastUpdateStatus,
  LastUpdateStatusReason,
}: FunctionConfiguration) {
  if (State === 'Failed') return [`is broken: ${StateReason}`];
  if (LastUpdateStatus === 'Failed') return [`took its last change not: ${LastUpdateStatusReason}`];
  return [];
}

function variableProblems(
  { Environment }: FunctionConfiguration,
  expected: Readonly<Record<string, string>>,
): string[] {
  const variables = Environment?.Variables ?? {};
  return Object.entries(expected).flatMap(([name, value]) => {
    const found = variables[name];
    if (found === value) return [];
    return [found === undefined ? `lacks the variable ${name}` : `has ${name}=${found} and not ${value}`];
  });
}
