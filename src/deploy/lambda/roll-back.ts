import { ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { SuperbowletoError } from '../../errors.js';
import type { Release } from '../../operations/index.js';
import { CURRENT_ALIAS, deployedName, type FunctionDefinition } from '../../project/index.js';
import type { EnvironmentContext } from '../context.js';
import type { ReleaseOutcome } from '../release/result.js';
import { concurrently, fulfilled, rejected } from './concurrently.js';
import {
  type Destination,
  type LiveFunction,
  lambdaAccess,
  readAlias,
  readConfiguration,
} from './functions.js';
import { moveAliases } from './move.js';
import { Outcomes, reasonOf } from './outcomes.js';

/** A function, and the version that a rollback gives it; no destination when the release did not have the function. */
export interface RollbackTarget {
  readonly live: LiveFunction;
  readonly destination?: Destination;
}

/**
 * Checks that every version of a release still exists, has the same code, and can be called. Changes nothing.
 *
 * @throws {SuperbowletoError} VERSION_GONE, with all problems in one
 */
export async function verifyRollback(
  context: EnvironmentContext,
  release: Release,
): Promise<RollbackTarget[]> {
  const { project, environment, signal } = context;
  const definitions = environment.functions.flatMap((name) => project.functions[name] ?? []);
  const results = await concurrently(definitions, (definition) => readTarget(context, definition, release));
  signal.throwIfAborted();
  const problems = rejected(results).map(reasonOf);
  if (problems.length > 0) throw versionGone(environment.name, release, problems);
  return fulfilled(results);
}

/**
 * Moves every alias to the release's version, or none. A failure is part of the result.
 *
 * @param release id of the rollback in the release log
 */
export async function rollBackFunctions(
  context: EnvironmentContext,
  release: string,
  targets: readonly RollbackTarget[],
): Promise<ReleaseOutcome> {
  const { report, signal } = context;
  const outcomes = new Outcomes(targets.map(({ live }) => live));
  const destinations = targets.flatMap(({ destination }) => destination ?? []);
  if (!signal.aborted) {
    await moveAliases({ release, report, access: lambdaAccess(context) }, destinations, outcomes);
    for (const { live, destination } of targets) {
      if (!destination) outcomes.set(live, 'unchanged', { reason: 'the release did not have this function' });
    }
  }
  return outcomes.result();
}

async function readTarget(
  context: EnvironmentContext,
  definition: FunctionDefinition,
  release: Release,
): Promise<RollbackTarget> {
  const access = lambdaAccess(context);
  const deployed = deployedName(context.project, context.environment, definition.name);
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
  // A function that was deleted and created again numbers its versions from 1.
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
