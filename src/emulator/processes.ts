import { spawnSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { processStart, readIfThere } from '../process.js';

/** Returns the command line of a process, with arguments separated by spaces, or '' for an unknown process. */
export function commandLine(pid: number): string {
  if (process.platform === 'linux') return (readIfThere(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ');
  return spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
}

/** Sends a signal to a process, or to a process group by its negative id. Returns false when it does not exist. */
export function signalProcess(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/** Waits until `condition` is true. Returns false when it is not within `milliseconds`. */
export async function within(milliseconds: number, condition: () => boolean): Promise<boolean> {
  const deadline = performance.now() + milliseconds;
  while (!condition()) {
    if (performance.now() > deadline) return false;
    await delay(15);
  }
  return true;
}

/** Sends signals one after the other until the process ends. Each has a time in milliseconds to take effect. */
export async function endProcess(
  pid: number,
  steps: readonly (readonly [NodeJS.Signals, number])[],
): Promise<void> {
  const start = processStart(pid);
  const gone = () => processStart(pid) !== start;
  for (const [signal, milliseconds] of steps) {
    if (start === undefined || gone() || !signalProcess(pid, signal)) return;
    if (await within(milliseconds, gone)) return;
  }
}
