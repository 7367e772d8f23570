import type { Context } from 'mocha';

/** Skips the running test and says why where the run's totals are printed. */
export function skipBecause(context: Context, reason: string): never {
  if (context.test) context.test.title += ` (${reason})`;
  context.skip();
}
