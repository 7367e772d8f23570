import { type DeployResult, describeRelease, type FunctionOutcome } from '../../deploy/index.js';
import { table } from '../../report.js';

/** What became of every function, a line each. */
export function describeOutcomes(functions: readonly FunctionOutcome[]): string {
  const rows = functions.map(({ name, status, version = '', reason = '' }) => [
    name,
    status,
    version,
    reason,
  ]);
  return table(rows);
}

/**
 * How a change of an environment has ended, and each reason.
 *
 * @example describeEnd('Deploy of main to live', result) // 'Deploy of main to live: released'
 */
export function describeEnd(
  change: string,
  { state, functions }: Pick<DeployResult, 'state' | 'functions'>,
): string {
  const reasons = functions.flatMap(({ name, reason }) => (reason ? [`${name}: ${reason}`] : []));
  return [`${change}: ${state}`, ...reasons].join('\n');
}

/** As `describeOutcomes`, and what is in service now; where some functions are new and some old, the commands that repair it. */
export function describeDeploy(result: DeployResult): string {
  const { environment, commit, state, functions } = result;
  const text = describeOutcomes(functions);
  if (state === 'released' || state === 'unchanged') return `${text}\n${describeRelease(result)}`;
  if (state !== 'mixed') return `${text}\nEvery function of ${environment} serves what it served before.`;
  const repair = `To finish it: sbw deploy --env ${environment} --ref ${commit}\nTo take it back: sbw rollback --env ${environment}`;
  return `${text}\n\nSome functions of ${environment} are new and some old.\n${repair}`;
}
