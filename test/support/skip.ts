import type { Context } from 'mocha';

/** Skips the running test, or all of the suite when called in its `before`, and says why where the totals are printed. */
export function skipBecause(context: Context, reason: string): never {
  const named = context.test?.type === 'hook' ? context.test.parent : context.test;
  if (named) named.title += ` (${reason})`;
  context.skip();
}
