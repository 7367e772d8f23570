import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { processStart, readIfThere } from '../process.js';

/** Identifies a process, so that other processes can find out whether it still runs. */
export interface ProcessIdentity {
  /** Name of the machine, for people. */
  readonly host: string;
  /** Machine, boot and pid namespace: a pid is comparable only within the same ones. */
  readonly machine: string;
  readonly pid: number;
  /** When the process began; only compares for equality. */
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

/** Returns whether a process of this machine has ended. Returns false for another machine, whose processes are not known. */
export function isGone({ machine: other, pid, start }: ProcessIdentity): boolean {
  return other === machine() && processStart(pid) !== start;
}

/** Includes boot and pid namespace, because containers may share a host name and have their own pids. */
function machine(): string {
  const boot = readIfThere('/proc/sys/kernel/random/boot_id')?.trim();
  const pids = process.platform === 'linux' ? readlinkSync('/proc/self/ns/pid') : '';
  return [hostname(), boot, pids].filter(Boolean).join(' ');
}
