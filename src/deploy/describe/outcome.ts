import { SuperbowletoError } from '../../errors.js';
import { table } from '../../report.js';
import { isComplete, shortId } from '../release/log.js';
import type {
  DeployResult,
  FunctionOutcome,
  FunctionStatus,
  ReleaseOutcome,
  RollbackResult,
} from '../release/result.js';

/**
 * Throws unless every function serves the commit.
 *
 * @throws {SuperbowletoError} DEPLOY_FAILED, with what is in service now and the reason of every function that has one
 * @example verifyReleased(await deploy({ project, environment, ref: 'master', clients }));
 */
export function verifyReleased(result: DeployResult): void {
  const what = `${result.ref} could not be released to ${result.environment}`;
  verifyComplete(result, { code: 'DEPLOY_FAILED', what, repair: 'deploy it again' });
}

/**
 * Throws unless every function serves the release that the rollback went back to.
 *
 * @throws {SuperbowletoError} ROLLBACK_FAILED, with what is in service now and the reason of every function that has one
 * @example verifyRolledBack(await rollback({ project, environment, clients }));
 */
export function verifyRolledBack(result: RollbackResult): void {
  const what = `${result.environment} could not be rolled back to ${result.ref}`;
  verifyComplete(result, { code: 'ROLLBACK_FAILED', what, repair: 'run it again' });
}

interface Failure {
  readonly code: string;
  readonly what: string;
  /** What ends a mixed state, as the end of a sentence. */
  readonly repair: string;
}

function verifyComplete({ state, functions }: ReleaseOutcome, { code, what, repair }: Failure): void {
  if (isComplete({ state })) return;
  const now = state === 'mixed' ? `${servedAfterFailure(state)}, so ${repair}` : servedAfterFailure(state);
  throw new SuperbowletoError(code, [`${what}; ${now}`, ...reasonsOf(functions)].join('; '));
}

/** @param where '' or ` of live` */
function servedAfterFailure(state: ReleaseOutcome['state'], where = ''): string {
  return state === 'mixed'
    ? `some functions${where} are new and some old`
    : `every function${where} serves what it served before`;
}

function reasonsOf(functions: readonly FunctionOutcome[]): string[] {
  return functions.flatMap(({ name, reason }) => (reason ? [`${name}: ${reason}`] : []));
}

/**
 * Describes a successful deploy in one sentence.
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

/**
 * Describes a successful rollback, and names the command that undoes it.
 *
 * @example describeRollback(result) // 'live is back at v1.3.0 (commit 4f0c…), release 3fa8c01d. To undo it: sbw …'
 */
export function describeRollback({ environment, ref, commit, to, before, state }: RollbackResult): string {
  const what = `${ref} (commit ${commit}), release ${shortId({ id: to })}`;
  const named = `sbw rollback --env ${environment} --to`;
  if (state === 'unchanged') {
    return `${environment} was at ${what}, already; nothing was moved. To go further back, name a release: ${named} RELEASE`;
  }
  const undo = before && before !== to ? ` To undo it: ${named} ${shortId({ id: before })}` : '';
  return `${environment} is back at ${what}.${undo}`;
}

/** Lays out the outcome of every function, one line each. */
export function describeOutcomes(functions: readonly FunctionOutcome[]): string {
  return table(
    functions.map(({ name, status, version = '', reason = '' }) => [name, status, version, reason]),
  );
}

/**
 * Describes how a deploy or a rollback ended, with the reason of every function that has one.
 *
 * @example describeEnd('Deploy of main to live', result) // 'Deploy of main to live: released'
 */
export function describeEnd(change: string, { state, functions }: ReleaseOutcome): string {
  return [`${change}: ${state}`, ...reasonsOf(functions)].join('\n');
}

/** Describes every function and what is in service now. For a mixed state, adds the commands that repair it. */
export function describeDeploy(result: DeployResult): string {
  const { environment, commit, state, functions } = result;
  const text = describeOutcomes(functions);
  if (isComplete({ state })) return `${text}\n${describeRelease(result)}`;
  const now = `${sentence(servedAfterFailure(state, ` of ${environment}`))}.`;
  if (state !== 'mixed') return `${text}\n${now}`;
  const repair = `To finish it: sbw deploy --env ${environment} --ref ${commit}\nTo take it back: sbw rollback --env ${environment}`;
  return `${text}\n\n${now}\n${repair}`;
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
