import type { Report } from './clock.js';

/**
 * Runs a part of longer work, and tells when it begins and how it ends to a report that wants to know.
 *
 * @param step what is done, for a person: `Build`
 * @example const folder = await inStep(report, 'Build', () => build.run(tree));
 */
export async function inStep<Result>(
  report: Report,
  step: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const end = report.begin?.(step);
  let isDone = false;
  try {
    const result = await work();
    isDone = true;
    return result;
  } finally {
    end?.(isDone);
  }
}
