/** Reports progress: one line for a person, without secrets. The command decides where the line goes. */
export interface Report {
  (line: string): void;
  /** Is called when a step begins. Returns a function to call when the step ends; see `inStep`. */
  readonly begin?: (step: string) => (isDone: boolean) => void;
}

/**
 * Runs one step of longer work and reports its beginning and its end.
 *
 * @param step what is done, for a person: `Build`
 * @throws whatever `work` throws
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
