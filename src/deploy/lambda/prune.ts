import {
  DeleteFunctionCommand,
  ListAliasesCommand,
  type ListAliasesCommandOutput,
  ListVersionsByFunctionCommand,
  type ListVersionsByFunctionCommandOutput,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';
import { deployedName } from '../../project/index.js';
import type { EnvironmentContext } from '../context.js';
import { concurrently } from './concurrently.js';
import { type LambdaAccess, lambdaAccess } from './functions.js';
import { reasonOf } from './outcomes.js';
import { retryThrottled } from './retry-throttled.js';
import type { PrunedVersion, VersionsInUse } from './types.js';

export interface PruneVersions {
  readonly inUse: VersionsInUse;
  /** Only lists what would be deleted. */
  readonly dryRun: boolean;
}

/**
 * Deletes the published versions that neither `inUse` nor any alias names, with whatever weight. Lambda itself refuses
 * to delete a version that an alias has come to point at in the meantime. A failure is part of the result.
 */
export async function pruneVersions(
  context: EnvironmentContext,
  { inUse, dryRun }: PruneVersions,
): Promise<PrunedVersion[]> {
  const { project, environment, signal } = context;
  const access = lambdaAccess(context);
  const results = await concurrently(environment.functions, (name) =>
    pruneFunction(access, name, {
      deployed: deployedName(project, environment, name),
      inUse: inUse.get(name) ?? new Set(),
      dryRun,
    }),
  );
  signal.throwIfAborted();
  return results.flatMap((result, index) => {
    if (result.status === 'fulfilled') return result.value;
    const name = environment.functions[index] ?? '';
    return [{ name, status: 'failed', reason: reasonOf(result.reason) } as const];
  });
}

interface OneFunction {
  readonly deployed: string;
  readonly inUse: ReadonlySet<string>;
  readonly dryRun: boolean;
}

async function pruneFunction(
  access: LambdaAccess,
  name: string,
  { deployed, inUse, dryRun }: OneFunction,
): Promise<PrunedVersion[]> {
  // Versions before aliases: an alias that is set to one of these versions in between is still seen.
  const versions = await listVersions(access, deployed);
  const aliased = await listAliased(access, deployed);
  const unused = versions.filter((version) => !inUse.has(version) && !aliased.has(version));
  const pruned: PrunedVersion[] = [];
  for (const version of unused) {
    pruned.push({
      name,
      version,
      ...(dryRun ? { status: 'to-delete' } : await remove(access, deployed, version)),
    });
  }
  return pruned;
}

async function remove(
  access: LambdaAccess,
  deployed: string,
  version: string,
): Promise<Pick<PrunedVersion, 'status' | 'reason'>> {
  const command = new DeleteFunctionCommand({ FunctionName: deployed, Qualifier: version });
  access.signal.throwIfAborted();
  try {
    await access.lambda.send(command);
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) return { status: 'failed', reason: reasonOf(error) };
  }
  return { status: 'deleted' };
}

/** Lists the published versions, oldest first, without `$LATEST`. */
async function listVersions(access: LambdaAccess, deployed: string): Promise<string[]> {
  const versions: string[] = [];
  let marker: string | undefined;
  do {
    const command = new ListVersionsByFunctionCommand({ FunctionName: deployed, Marker: marker });
    const page: ListVersionsByFunctionCommandOutput = await retryThrottled(access, () =>
      access.lambda.send(command),
    );
    versions.push(...(page.Versions ?? []).flatMap(({ Version }) => Version ?? []));
    marker = page.NextMarker;
  } while (marker !== undefined);
  return versions
    .filter((version) => /^\d+$/.test(version))
    .sort((one, other) => Number(one) - Number(other));
}

async function listAliased(access: LambdaAccess, deployed: string): Promise<Set<string>> {
  const aliased = new Set<string>();
  let marker: string | undefined;
  do {
    const command = new ListAliasesCommand({ FunctionName: deployed, Marker: marker });
    const page: ListAliasesCommandOutput = await retryThrottled(access, () => access.lambda.send(command));
    for (const { FunctionVersion, RoutingConfig } of page.Aliases ?? []) {
      if (FunctionVersion) aliased.add(FunctionVersion);
      for (const version of Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {})) aliased.add(version);
    }
    marker = page.NextMarker;
  } while (marker !== undefined);
  return aliased;
}
