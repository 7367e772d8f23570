import { type DeployOptions, describePlan, type PlannedRelease, planRelease } from '../../deploy/index.js';
import { confirmProtected } from '../confirm.js';

/**
 * Shows the plan of a deploy to a protected environment and asks for the environment's name. Without a terminal, or with
 * `--confirm`, nobody would read a plan, and none is made.
 *
 * @returns the plan that the person confirmed; undefined when none was made
 * @throws the errors of `planRelease` and `confirmProtected`
 */
export async function confirmDeploy(
  options: DeployOptions,
  confirm: string | undefined,
): Promise<PlannedRelease | undefined> {
  const { environment, ref } = options;
  const isAsked = environment.protected && confirm === undefined && process.stdin.isTTY;
  const planned = isAsked ? await planRelease(options) : undefined;
  const text = planned ? describePlan(planned.plan) : `This deploys ${ref} to ${environment.name}.`;
  await confirmProtected(environment, confirm, [text]);
  return planned;
}
