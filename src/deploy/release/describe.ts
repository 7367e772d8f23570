import { SuperbowletoError } from '../../errors.js';
import type { DeployResult, FunctionStatus } from './result.js';

/**
 * @throws {SuperbowletoError} DEPLOY_FAILED unless the commit is in service in every function: what is in service now,
 *   and the reason of every function that has one
 * @example verifyReleased(await deploy({ project, environment, ref: 'master', clients }));
 */
export function verifyReleased({ ref, environment, state, functions }: DeployResult): void {
  if (state === 'released' || state === 'unchanged') return;
  const now =
    state === 'mixed'
      ? 'some functions are new and some old, so deploy it again'
      : 'every function serves what it served before';
  const reasons = functions.flatMap(({ name, reason }) => (reason ? [`${name}: ${reason}`] : []));
  throw new SuperbowletoError(
    'DEPLOY_FAILED',
    [`${ref} could not be released to ${environment}; ${now}`, ...reasons].join('; '),
  );
}

/**
 * What a deploy that ended well did, as one sentence.
 *
 * @example describeRelease(result) // 'master (commit 4f0c…) is in service in sandbox: 3 updated, 4 unchanged.'
 */
export function describeRelease({ ref, commit, environment, state, functions }: DeployResult): string {
  const what = `${ref} (commit ${commit})`;
  if (state === 'unchanged') return `${what} was in service in ${environment} already; nothing was changed.`;
  const shown: readonly FunctionStatus[] = ['updated', 'unchanged'];
  const counts = shown.flatMap((status) => {
    const count = functions.filter((outcome) => outcome.status === status).length;
    return count > 0 ? [`${count} ${status}`] : [];
  });
  return `${what} is in service in ${environment}: ${counts.join(', ')}.`;
}
