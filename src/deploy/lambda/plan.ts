import type { AliasConfiguration, FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { FunctionDefinition } from '../../project/index.js';
import { concurrently } from './concurrently.js';
import { type LambdaAccess, type LiveFunction, readConfiguration } from './functions.js';
import type { PlannedFunction } from './types.js';

/**
 * What a release of the zip with this SHA-256 (base64) would do to each function. Changes nothing.
 *
 * @throws what Lambda answers when a function cannot be read
 */
export async function planFunctions(
  access: LambdaAccess,
  functions: readonly LiveFunction[],
  sha256: string,
): Promise<PlannedFunction[]> {
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
    commit: FULL_SHA.test(serving.Description ?? '') ? (serving.Description ?? null) : null,
    reasons,
  };
}

/** A canary that was cut off has left them. */
function sharesOf({ RoutingConfig }: AliasConfiguration): string[] {
  return Object.entries(RoutingConfig?.AdditionalVersionWeights ?? {}).map(
    ([version, weight]) => `${weight * 100} % of the calls go to version ${version}`,
  );
}

const FULL_SHA = /^[0-9a-f]{40}$/;

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
    ...INFRASTRUCTURE.flatMap(([what, pick]) => (same(pick(serving), pick(latest)) ? [] : [what])),
  ];
  if (changes.length > 0 || latest.CodeSha256 === sha256) return changes;
  // Lambda compares with the version that it published last, and that is not the one in service.
  return ['the same code as a new version'];
}

/** What the infrastructure has changed since the version in service was published goes into the next one. */
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

function same(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: unknown): string {
  return JSON.stringify(value ?? null, (_, part) =>
    part instanceof Object && !Array.isArray(part) ? Object.entries(part).sort() : part,
  );
}
