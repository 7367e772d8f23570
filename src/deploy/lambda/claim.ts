import { ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { SuperbowletoError } from '../../errors.js';
import { deployedName } from '../../project/index.js';
import { AliasMovedError, pointAlias } from './aliases.js';
import { concurrently } from './concurrently.js';
import { type LambdaAccess, readAlias } from './functions.js';
import { reasonOf } from './outcomes.js';
import type { TargetContext } from './types.js';

/**
 * Gives every alias a new revision, and leaves it where it is: whoever moves it by an older one is refused. A function
 * that is not there is no hindrance here.
 *
 * @param mark goes into the aliases' description, without which Lambda may find nothing to change
 * @throws {SuperbowletoError} ALIASES_NOT_CLAIMED, with the reason of every function
 */
export async function claimAliases(
  { project, environment }: TargetContext,
  access: LambdaAccess,
  mark: string,
): Promise<void> {
  const names = environment.functions.map((name) => deployedName(project, environment, name));
  const results = await concurrently(names, (name) => claimAlias(access, name, mark));
  access.signal.throwIfAborted();
  const reasons = results.flatMap((result) =>
    result.status === 'rejected' ? [reasonOf(result.reason)] : [],
  );
  if (reasons.length === 0) return;
  const text = `The deploy that held the lock of ${environment.name} before may still be at work, and could not be kept from moving aliases: ${reasons.join('; ')}. Nothing was changed. Run the same command again.`;
  throw new SuperbowletoError('ALIASES_NOT_CLAIMED', text);
}

async function claimAlias(access: LambdaAccess, name: string, mark: string): Promise<void> {
  for (;;) {
    try {
      const alias = await readAlias(access, name);
      await pointAlias(access, name, alias, { ...alias, Description: mark });
      return;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return;
      // It was moved between the two calls, perhaps by the one that is to be kept from it.
      if (!(error instanceof AliasMovedError)) throw error;
    }
  }
}
