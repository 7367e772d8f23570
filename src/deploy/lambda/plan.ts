import { isDeepStrictEqual } from 'node:util';
import type { AliasConfiguration, FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { FunctionDefinition } from '../../project/index.js';
import type { Artifact } from '../artifact/artifact.js';
import { findStored } from '../artifact/store.js';
import type { EnvironmentContext } from '../context.js';
import { concurrently } from './concurrently.js';
import { type LambdaAccess, type LiveFunction, lambdaAccess, readConfiguration } from './functions.js';
import { verifyHandlers } from './handlers.js';
import { commitOf } from './in-service.js';
import type { PlannedFunction } from './types.js';

/**
 * Finds out what a release of the artifact would do to each function. Changes and stores nothing.
 *
 * @throws {SuperbowletoError} HANDLER_MISSING
 * @throws Lambda's error when a function cannot be read
 */
export async function planFunctions(
  context: EnvironmentContext,
  functions: readonly LiveFunction[],
  artifact: Artifact,
): Promise<PlannedFunction[]> {
  verifyHandlers(functions, artifact);
  // A deploy uses the stored zip of the same content, whose bytes may differ.
  const stored = await findStored(context.clients.s3, context.environment, artifact);
  const { sha256 } = stored ?? artifact;
  const access = lambdaAccess(context);
  const results = await concurrently(functions, (live) => planFunction(access, live, sha256));
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}

async function planFunction(
  access: LambdaAccess,
  { definition, deployedName, alias }: LiveFunction,
  sha256: string,
): Promise<PlannedFunction> {
  const serving = await readConfiguration(access, deployedName, alias.FunctionVersion);
  const latest = await readConfiguration(access, deployedName);
  const reasons = [...changesOf(definition, sha256, serving, latest), ...sharesOf(alias)];
  return {
    name: definition.name,
    deployedName,
    change: reasons.length > 0 ? 'update' : 'none',
    version: alias.FunctionVersion ?? '',
    commit: commitOf(serving) ?? null,
    reasons,
  };
}

/** Describes the shares of the calls that a canary left behind when it was killed. */
function sharesOf({ RoutingConfig }: AliasConfiguration): string[] {
  return Object.entries(RoutingConfig?.AdditionalVersionWeights ?? {}).map(
    ([version, weight]) => `${weight * 100} % of the calls go to version ${version}`,
  );
}

function changesOf(
  { handler, memory, timeout }: FunctionDefinition,
  sha256: string,
  serving: FunctionConfiguration,
  latest: FunctionConfiguration,
): string[] {
  const own: [string, unknown, unknown][] = [
    ['handler', serving.Handler, handler],
    ['memory', `${serving.MemorySize} MiB`, `${memory} MiB`],
    ['timeout', `${serving.Timeout} s`, `${timeout} s`],
  ];
  const changes = [
    ...(serving.CodeSha256 === sha256 ? [] : ['code']),
    ...own.flatMap(([what, before, after]) => (before === after ? [] : [`${what} ${before} -> ${after}`])),
    ...INFRASTRUCTURE.flatMap(([what, pick]) => (isSame(pick(serving), pick(latest)) ? [] : [what])),
  ];
  if (changes.length > 0 || latest.CodeSha256 === sha256) return changes;
  // Lambda compares with the version that it published last. That is not the one in service, so it publishes a new one.
  return ['the same code as a new version'];
}

/** Settings that the infrastructure owns. What it changed after the last publication becomes part of the next version. */
const INFRASTRUCTURE: readonly [string, (configuration: FunctionConfiguration) => unknown][] = [
  ['environment variables', ({ Environment }) => Environment?.Variables],
  ['role', ({ Role }) => Role],
  ['runtime', ({ Runtime }) => Runtime],
  ['architecture', ({ Architectures }) => Architectures],
  ['layers', ({ Layers }) => Layers?.map(({ Arn }) => Arn)],
  ['network', ({ VpcConfig }) => [VpcConfig?.SubnetIds ?? [], VpcConfig?.SecurityGroupIds ?? []]],
  ['ephemeral storage', ({ EphemeralStorage }) => EphemeralStorage?.Size],
  ['tracing', ({ TracingConfig }) => TracingConfig?.Mode],
  ['dead letters', ({ DeadLetterConfig }) => DeadLetterConfig?.TargetArn],
  ['key', ({ KMSKeyArn }) => KMSKeyArn],
];

function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(one ?? null, other ?? null);
}
