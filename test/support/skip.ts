import type { Context } from 'mocha';

/** Skips the running test, or all of the suite when called in its `before`, and says why where the totals are printed. */
export function skipBecause(context: Context, reason: string): never {
  const running = context.test as (Context['test'] & { type?: string }) | undefined;
  const named = running?.type === 'hook' ? running.parent : running;
  if (named) named.title += ` (${reason})`;
  context.skip();
}
