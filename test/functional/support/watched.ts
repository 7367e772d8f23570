import { setTimeout as delay } from 'node:timers/promises';
import { commandLines, familyOf } from './processes.js';
import { type Outcome, type RunOptions, start } from './run.js';

/** What a program ended with, and what others could read of it in /proc while it ran. */
export interface Watched extends Outcome {
  /** The command lines of all processes, and the environments of it and its children. */
  readonly seen: string;
}

/** Milliseconds between two looks. */
const GLANCE = 5;

/** Runs a program and looks at it in /proc, over and over. */
export async function watch(command: string, args: readonly string[], options: RunOptions): Promise<Watched> {
  const { child, ended } = start(command, args, options);
  const seen = new Set<string>();
  let isOver = false;
  const outcome = ended.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    for (const text of [...commandLines(), ...familyOf(child.pid ?? 0)]) seen.add(text);
    await delay(GLANCE);
  }
  return { ...(await outcome), seen: [...seen].join('\n') };
}
