import type { DeployResult, FunctionOutcome } from '../deploy/index.js';
import { table } from './table.js';

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

/** As `describeOutcomes`; and where some functions are new and some old, the commands that repair it. */
export function describeDeploy({ environment, commit, state, functions }: DeployResult): string {
  const text = describeOutcomes(functions);
  if (state !== 'mixed') return text;
  const repair = `To finish it: sbw deploy --env ${environment} --ref ${commit}\nTo take it back: sbw rollback --env ${environment}`;
  return `${text}\n\nSome functions of ${environment} are new and some old.\n${repair}`;
}
