import { ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { CURRENT_ALIAS, deployedName } from '../../project/index.js';
import { concurrently } from './concurrently.js';
import { type LambdaAccess, readAlias, readConfiguration } from './functions.js';
import { reasonOf } from './outcomes.js';
import type { LiveVersion, TargetContext } from './types.js';

/** What each function's alias gives now. A function that cannot be read has a problem in place of a version. */
export async function readInService(
  { project, environment }: TargetContext,
  access: LambdaAccess,
): Promise<LiveVersion[]> {
  const names = environment.functions.map((name) => ({
    name,
    deployed: deployedName(project, environment, name),
  }));
  const results = await concurrently(names, ({ deployed }) => readOne(access, deployed));
  access.signal.throwIfAborted();
  return names.map(({ name, deployed }, index) => {
    const result = results[index];
    const found =
      result?.status === 'fulfilled' ? result.value : { problem: problemOf(result?.reason, deployed) };
    return { name, deployedName: deployed, ...found };
  });
}

async function readOne(
  access: LambdaAccess,
  deployed: string,
): Promise<Omit<LiveVersion, 'name' | 'deployedName'>> {
  const alias = await readAlias(access, deployed);
  // By its number: an alias that gives a share to another version may lead to that one.
  const configuration = await readConfiguration(access, deployed, alias.FunctionVersion);
  const weights = alias.RoutingConfig?.AdditionalVersionWeights ?? {};
  const { Description = '', CodeSha256 } = configuration;
  return {
    version: alias.FunctionVersion,
    sha256: CodeSha256,
    ...(isCommit(Description) ? { commit: Description } : {}),
    ...(Object.keys(weights).length > 0 ? { weights } : {}),
  };
}

/** A version that a deploy published says so in its description. */
function isCommit(description: string): boolean {
  return /^[0-9a-f]{40}$/.test(description);
}

function problemOf(error: unknown, deployed: string): string {
  if (!(error instanceof ResourceNotFoundException)) return reasonOf(error);
  return `there is no function ${deployed} with an alias ${CURRENT_ALIAS}; the infrastructure makes it`;
}
