import {
  DeleteFunctionCommand,
  ListAliasesCommand,
  type ListAliasesCommandOutput,
  ListVersionsByFunctionCommand,
  type ListVersionsByFunctionCommandOutput,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';
import { deployedName } from '../../project/index.js';
import { concurrently } from './concurrently.js';
import type { LambdaAccess } from './functions.js';
import { reasonOf } from './outcomes.js';
import { patiently } from './patiently.js';
import type { PrunedVersion, TargetContext, VersionsInUse } from './types.js';

export interface PruneVersions {
  /** By the name of the function, as the project file has it. */
  readonly inUse: VersionsInUse;
  /** Only tell. */
  readonly dryRun: boolean;
}

/**
 * Deletes the published versions that are in no use: neither named by `inUse` nor by any alias, with whatever weight.
 * Lambda itself refuses to delete what an alias has come to point at in the meantime.
 */
export async function pruneVersions(
  { project, environment }: TargetContext,
  access: LambdaAccess,
  { inUse, dryRun }: PruneVersions,
): Promise<PrunedVersion[]> {
  const results = await concurrently(environment.functions, (name) =>
    pruneFunction(access, name, {
      deployed: deployedName(project, environment, name),
      inUse: inUse.get(name) ?? new Set(),
      dryRun,
    }),
  );
  access.signal.throwIfAborted();
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
  // Versions first: one that an alias is given afterwards is among those that the aliases name.
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

/** Published ones, the oldest first. */
async function listVersions(access: LambdaAccess, deployed: string): Promise<string[]> {
  const versions: string[] = [];
  let marker: string | undefined;
  do {
    const command = new ListVersionsByFunctionCommand({ FunctionName: deployed, Marker: marker });
    const page: ListVersionsByFunctionCommandOutput = await patiently(access, () =>
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
    const page: ListAliasesCommandOutput = await patiently(access, () => access.lambda.send(command));
    for (const { FunctionVersion, RoutingConfig } of page.Aliases ?? []) {
      if (FunctionVersion) aliased.add(FunctionVersion);
      for (const version of Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {})) aliased.add(version);
    }
    marker = page.NextMarker;
  } while (marker !== undefined);
  return aliased;
}
