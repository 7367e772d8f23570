import { ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { SuperbowletoError } from '../../errors.js';
import type { Release } from '../../operations/index.js';
import { CURRENT_ALIAS, deployedName, type FunctionDefinition } from '../../project/index.js';
import { concurrently } from './concurrently.js';
import { type LambdaAccess, type LiveFunction, readAlias, readConfiguration } from './functions.js';
import { type Destination, type Move, moveTogether } from './move.js';
import { Outcomes, reasonOf } from './outcomes.js';
import type { TargetContext, TargetOutcome } from './types.js';

/** Every function, and where its alias goes: nowhere, when the release did not have the function. */
export interface WayBack {
  readonly live: LiveFunction;
  readonly destination?: Destination;
}

/**
 * Whether every version of a release is still there, is the code that it was, and can be called.
 *
 * @throws {SuperbowletoError} VERSION_GONE, with every problem in one
 */
export async function verifyWayBack(
  context: TargetContext,
  access: LambdaAccess,
  release: Release,
): Promise<WayBack[]> {
  const { project, environment } = context;
  const definitions = environment.functions.flatMap((name) => project.functions[name] ?? []);
  const results = await concurrently(definitions, (definition) =>
    readWayBack(context, access, definition, release),
  );
  access.signal.throwIfAborted();
  const problems = results.flatMap((result) =>
    result.status === 'rejected' ? [reasonOf(result.reason)] : [],
  );
  if (problems.length > 0) throw versionGone(environment.name, release, problems);
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

/** Moves every alias to the release's version, or none. */
export async function rollBackFunctions(move: Move, ways: readonly WayBack[]): Promise<TargetOutcome> {
  const outcomes = new Outcomes(ways.map(({ live }) => live));
  const destinations = ways.flatMap(({ destination }) => destination ?? []);
  if (!move.access.signal.aborted) {
    await moveTogether(move, destinations, outcomes);
    for (const { live, destination } of ways) {
      if (!destination) outcomes.set(live, 'unchanged', { reason: 'the release did not have this function' });
    }
  }
  return outcomes.result();
}

async function readWayBack(
  { project, environment }: TargetContext,
  access: LambdaAccess,
  definition: FunctionDefinition,
  release: Release,
): Promise<WayBack> {
  const deployed = deployedName(project, environment, definition.name);
  const alias = await readAlias(access, deployed).catch((error) => {
    throw missing(error, `there is no function ${deployed} with an alias ${CURRENT_ALIAS}`);
  });
  const live: LiveFunction = { definition, deployedName: deployed, alias };
  const released = release.functions.find(({ name }) => name === definition.name);
  if (released?.version === undefined) return { live };
  const { version } = released;
  const {
    CodeSha256 = '',
    State,
    StateReason,
  } = await readConfiguration(access, deployed, version).catch((error) => {
    throw missing(error, `version ${version} of ${deployed} is gone: deleted, or pruned`);
  });
  // A function that was deleted and made anew counts from 1 again.
  if (released.sha256 !== undefined && released.sha256 !== CodeSha256) {
    const text = `version ${version} of ${deployed} is other code than the release brought: SHA-256 ${CodeSha256}, not ${released.sha256}`;
    throw new SuperbowletoError('VERSION_DIFFERS', text);
  }
  if (State !== 'Failed') return { live, destination: { live, version, sha256: CodeSha256 } };
  throw new SuperbowletoError(
    'FUNCTION_FAILED',
    `version ${version} of ${deployed} is broken: ${StateReason}`,
  );
}

function missing(error: unknown, text: string): unknown {
  return error instanceof ResourceNotFoundException
    ? new SuperbowletoError('VERSION_GONE', text, { cause: error })
    : error;
}

function versionGone(
  environment: string,
  { ref, commit, startedAt }: Release,
  problems: readonly string[],
): SuperbowletoError {
  return new SuperbowletoError(
    'VERSION_GONE',
    `${environment} cannot be rolled back to ${ref} of ${startedAt}: ${problems.join('; ')}. Nothing was changed. ` +
      `Deploy the commit in its place: sbw deploy --env ${environment} --ref ${commit}`,
  );
}
