import { spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';

/** A process as other processes can find it again, or learn that it is gone. */
export interface ProcessIdentity {
  /** Name of the machine, for people. */
  readonly host: string;
  /** Machine, boot and set of process ids: only within the same one may a pid be looked up. */
  readonly machine: string;
  readonly pid: number;
  /** When it began; only compares for equality. */
  readonly start: string;
}

export function thisProcess(): ProcessIdentity {
  return {
    host: hostname(),
    machine: machine(),
    pid: process.pid,
    start: processStart(process.pid) ?? 'unknown',
  };
}

/** False for a process of another machine: nothing is known of that one. */
export function isGone({ machine: where, pid, start }: ProcessIdentity): boolean {
  return where === machine() && processStart(pid) !== start;
}

/** Who runs this, for records: the user of the machine, or its number in a container without names. */
export function currentUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}

/** Containers may share a name, and have pids of their own. */
function machine(): string {
  const boot = attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  const pids = attempt(() => readlinkSync('/proc/self/ns/pid'));
  return [hostname(), boot, pids].filter(Boolean).join(' ');
}

/** A zombie is gone as well: in a container nobody may ever collect it. */
function processStart(pid: number): string | undefined {
  if (process.platform !== 'linux') return startByPs(pid);
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  // The command's name stands in parentheses and may hold anything; the state is the field behind it.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return !fields || fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
}

function startByPs(pid: number): string | undefined {
  const { status, stdout } = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
    encoding: 'utf8',
  });
  const text = stdout?.trim() ?? '';
  return status !== 0 || text.startsWith('Z') ? undefined : text.replace(/^\S+\s+/, '');
}

function attempt(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
