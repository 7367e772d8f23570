import type { HeldLock } from '../operations/index.js';
import type { DeployContext } from './deploy.js';
import type { Target } from './lambda/types.js';
import { type PruneResult, pruneLocked } from './prune.js';
import type { DeployResult } from './release/result.js';

/** After a release that brought something new into service, where the project file says how many to keep. It never fails. */
export async function pruneAfter(
  context: DeployContext,
  target: Target,
  lock: HeldLock,
  { state }: Pick<DeployResult, 'state'>,
): Promise<void> {
  const { project, environment, report } = context;
  const { keep } = project.deploy;
  if (keep === undefined || state !== 'released') return;
  try {
    // A process that stood still since must not delete what another release has come to need.
    await lock.verifyHeld();
    const pruned = await pruneLocked({ ...context, keep, dryRun: false }, target);
    if (pruned.versions.length + pruned.artifacts.length > 0) report(describePruned(pruned));
  } catch (error) {
    const { message } = Object(error) as Error;
    const again = `sbw prune --env ${environment.name} --keep ${keep}`;
    report(
      `Warning: the release is in service, but old ones could not be pruned (${message}). Try: ${again}`,
    );
  }
}

function describePruned({ versions, artifacts, keep }: PruneResult): string {
  const all = [...versions, ...artifacts];
  const failed = all.filter(({ status }) => status === 'failed');
  if (failed.length > 0) {
    return `Warning: of what the newest ${keep} releases do not use ${failed.length} could not be pruned: ${failed[0]?.reason}`;
  }
  return `Pruned ${count(versions.length, 'version')} and ${count(artifacts.length, 'artifact')} that the newest ${keep} releases do not use`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
