import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { processStart, readIfThere } from '../process.js';

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

/** Containers may share a name, and have pids of their own. */
function machine(): string {
  const boot = readIfThere('/proc/sys/kernel/random/boot_id')?.trim();
  const pids = process.platform === 'linux' ? readlinkSync('/proc/self/ns/pid') : '';
  return [hostname(), boot, pids].filter(Boolean).join(' ');
}
