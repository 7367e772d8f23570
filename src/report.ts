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

/**
 * Lays out rows as columns, each padded to its widest cell, two spaces apart.
 *
 * @example table([['create-boleto', 'updated', '7'], ['show-boleto', 'unchanged', '3']])
 */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    });
  }
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/**
 * Makes text that somebody else wrote safe for a terminal. Removes what could move the cursor, change colours or turn
 * the direction of writing. Keeps line breaks and tabs.
 */
export function printable(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(/(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu, '');
}
