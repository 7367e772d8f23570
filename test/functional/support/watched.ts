import { setTimeout as delay } from 'node:timers/promises';
import { commandLines, familyOf } from './processes.js';
import { type Outcome, type RunOptions, start } from './run.js';

/** The outcome of a program, and what other users could read about it in /proc while it ran. */
export interface Watched extends Outcome {
  /** The command lines of all processes, and the environments of the program and its descendants. */
  readonly seen: string;
}

/** Milliseconds between two reads of /proc. */
const INTERVAL = 5;

/** Runs a program, and reads /proc again and again while it runs. */
export async function watch(command: string, args: readonly string[], options: RunOptions): Promise<Watched> {
  const { child, ended } = start(command, args, options);
  const seen = new Set<string>();
  let hasEnded = false;
  const outcome = ended.finally(() => {
    hasEnded = true;
  });
  while (!hasEnded) {
    for (const text of [...commandLines(), ...familyOf(child.pid ?? 0)]) seen.add(text);
    await delay(INTERVAL);
  }
  return { ...(await outcome), seen: [...seen].join('\n') };
}
