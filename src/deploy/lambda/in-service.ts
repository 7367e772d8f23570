import { ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { CURRENT_ALIAS, deployedName } from '../../project/index.js';
import type { EnvironmentContext } from '../context.js';
import { concurrently } from './concurrently.js';
import { type LambdaAccess, lambdaAccess, readAlias, readConfiguration } from './functions.js';
import { reasonOf } from './outcomes.js';
import type { LiveVersion } from './types.js';

/** Reads what each function's alias points at now. A function that cannot be read has a `problem` instead. */
export async function readInService(
  context: Pick<EnvironmentContext, 'project' | 'environment' | 'clients' | 'clock' | 'signal'>,
): Promise<LiveVersion[]> {
  const { project, environment, signal } = context;
  const access = lambdaAccess(context);
  const names = environment.functions.map((name) => ({
    name,
    deployed: deployedName(project, environment, name),
  }));
  const results = await concurrently(names, ({ deployed }) => readOne(access, deployed));
  signal.throwIfAborted();
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
  // By version number: an alias that sends a share of the calls elsewhere may resolve to the other version.
  const configuration = await readConfiguration(access, deployed, alias.FunctionVersion);
  const weights = alias.RoutingConfig?.AdditionalVersionWeights ?? {};
  const commit = commitOf(configuration);
  return {
    version: alias.FunctionVersion,
    sha256: configuration.CodeSha256,
    ...(commit === undefined ? {} : { commit }),
    ...(Object.keys(weights).length > 0 ? { weights } : {}),
  };
}

/** Returns the commit that a version was published from: a deploy writes it as the version's description. */
export function commitOf({
  Description = '',
}: {
  readonly Description?: string | undefined;
}): string | undefined {
  return /^[0-9a-f]{40}$/.test(Description) ? Description : undefined;
}

function problemOf(error: unknown, deployed: string): string {
  if (!(error instanceof ResourceNotFoundException)) return reasonOf(error);
  return `there is no function ${deployed} with an alias ${CURRENT_ALIAS}; the infrastructure makes it`;
}
