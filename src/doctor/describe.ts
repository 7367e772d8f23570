import type { Diagnosis } from './types.js';

/**
 * Returns a diagnosis as text: a line for each check, and below it each fault with its fix.
 *
 * @example describeDiagnosis(await examine(options)) // 'queues       well\n…\nNothing is wrong with sandbox.'
 */
export function describeDiagnosis({ environment, well, checks }: Diagnosis): string {
  const width = Math.max(...checks.map(({ check }) => check.length));
  const lines = checks.flatMap(({ check, state, findings }) => [
    `${check.padEnd(width)}  ${state.replace('-', ' ')}`,
    ...findings.flatMap(({ subject, problem, fix }) => [`  ${subject} ${problem}.`, `    Way out: ${fix}`]),
  ]);
  return [...lines, well ? `Nothing is wrong with ${environment}.` : summary(environment, checks)].join('\n');
}

function summary(environment: string, checks: Diagnosis['checks']): string {
  const count = checks.reduce((sum, { findings }) => sum + findings.length, 0);
  return `${count} ${count === 1 ? 'finding' : 'findings'} in ${environment}.`;
}
