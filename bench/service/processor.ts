import { readdirSync, readFileSync } from 'node:fs';

/** The kernel counts processor time in hundredths of a second. */
const MICROSECONDS = 10_000;

/** Returns the microseconds of processor time that a process has used, with all its threads. */
export function processorTime(pid: number): number {
  const [user = 0, system = 0] = timesOf(pid);
  return (user + system) * MICROSECONDS;
}

/** The same of a process, its children that run, and its children that have ended. */
export function processorTimeOfFamily(pid: number): number {
  const [user = 0, system = 0, userOfEnded = 0, systemOfEnded = 0] = timesOf(pid);
  const own = (user + system + userOfEnded + systemOfEnded) * MICROSECONDS;
  return childrenOf(pid).reduce((sum, child) => sum + processorTime(child), own);
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && statOf(Number(name))[1] === String(pid))
    .map(Number);
}

const timesOf = (pid: number): number[] => statOf(pid).slice(11, 15).map(Number);

/** The fields of /proc/<pid>/stat after the command, whose name may hold spaces. Empty if the process has ended. */
function statOf(pid: number): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
