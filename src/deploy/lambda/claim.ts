import { ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { SuperbowletoError } from '../../errors.js';
import { deployedName } from '../../project/index.js';
import type { EnvironmentContext } from '../context.js';
import { AliasMovedError, setAlias } from './aliases.js';
import { concurrently, rejected } from './concurrently.js';
import { type LambdaAccess, lambdaAccess, readAlias } from './functions.js';
import { reasonOf } from './outcomes.js';

/**
 * Gives every alias a new revision without moving it. Lambda then refuses any move by an older revision, so that a
 * stalled earlier holder of the lock can move nothing. Skips functions that do not exist.
 *
 * @param mark description for the aliases, never used before: Lambda may ignore a write that changes nothing
 * @throws {SuperbowletoError} ALIASES_NOT_CLAIMED, with the reason of every function
 */
export async function claimAliases(context: EnvironmentContext, mark: string): Promise<void> {
  const { project, environment, signal } = context;
  const access = lambdaAccess(context);
  const names = environment.functions.map((name) => deployedName(project, environment, name));
  const results = await concurrently(names, (name) => claimAlias(access, name, mark));
  signal.throwIfAborted();
  const reasons = rejected(results).map(reasonOf);
  if (reasons.length === 0) return;
  const text = `The deploy that held the lock of ${environment.name} before may still be at work, and could not be kept from moving aliases: ${reasons.join('; ')}. Nothing was changed. Run the same command again.`;
  throw new SuperbowletoError('ALIASES_NOT_CLAIMED', text);
}

async function claimAlias(access: LambdaAccess, name: string, mark: string): Promise<void> {
  for (;;) {
    try {
      const alias = await readAlias(access, name);
      await setAlias(access, name, alias, { ...alias, Description: mark });
      return;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return;
      // Something moved the alias between the two calls, perhaps the earlier holder. Try again.
      if (!(error instanceof AliasMovedError)) throw error;
    }
  }
}
