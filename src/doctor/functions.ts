import { isDeepStrictEqual } from 'node:util';
import {
  type FunctionConfiguration,
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';
import { CURRENT_ALIAS, deployedName } from '../project/index.js';
import { apply, type Check, type Finding, type Place } from './types.js';
import { expectedVariables } from './variables.js';

/** Functions: there, with the alias, the role and the variables that belong to them. */
export const functions: Check = {
  name: 'functions',
  async look(place: Place): Promise<Finding[]> {
    const expected = await expectedVariables(place);
    const names = place.environment.functions;
    return (await Promise.all(names.map((name) => lookAt(place, name, expected)))).flat();
  },
};

async function lookAt(
  place: Place,
  name: string,
  expected: Readonly<Record<string, string>>,
): Promise<Finding[]> {
  const { project, environment } = place;
  const subject = deployedName(project, environment, name);
  const fix = apply(environment.name);
  const configuration = await configurationOf(place, subject);
  if (!configuration) return [{ subject, problem: 'is not there', fix }];
  const problems = [
    ...roleProblems(configuration, subject),
    ...stateProblems(configuration),
    ...variableProblems(configuration, expected),
  ];
  const findings = problems.map((problem) => ({ subject, problem, fix }));
  const serving = await configurationOf(place, subject, CURRENT_ALIAS);
  if (!serving) {
    const problem = (await hasAlias(place, subject))
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
  { connection, signal }: Place,
  name: string,
  qualifier?: string,
): Promise<FunctionConfiguration | undefined> {
  const request = new GetFunctionConfigurationCommand({
    FunctionName: name,
    ...(qualifier === undefined ? {} : { Qualifier: qualifier }),
  });
  return await connection.lambda.send(request, { abortSignal: signal }).catch(missing);
}

async function hasAlias({ connection, signal }: Place, name: string): Promise<boolean> {
  const request = new GetAliasCommand({ FunctionName: name, Name: CURRENT_ALIAS });
  return (await connection.lambda.send(request, { abortSignal: signal }).catch(missing)) !== undefined;
}

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
