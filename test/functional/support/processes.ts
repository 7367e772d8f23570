import { readdirSync, readFileSync } from 'node:fs';

export interface FoundProcess {
  readonly pid: number;
  readonly command: string;
}

/** Finds processes with `text`, for example the folder of a stage, in their command line or environment. */
export function processesNaming(text: string): FoundProcess[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid)
    .flatMap((pid) => {
      const command = read(pid, 'cmdline');
      const named = command.includes(text) || read(pid, 'environ').includes(text);
      return named && !isZombie(pid) ? [{ pid, command: command.replaceAll('\0', ' ') }] : [];
    });
}

/** Returns the command lines of all processes, as `ps` shows them to every user. */
export function commandLines(): string[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0)
    .map((pid) => read(pid, 'cmdline'));
}

/** Returns the command line and environment of a running process and of its running descendants. */
export function familyOf(pid: number): string[] {
  const parents = new Map<number, number>();
  for (const one of readdirSync('/proc').map(Number)) {
    const parent = /^\d+ \(.*\) \S (\d+)/s.exec(one > 0 ? read(one, 'stat') : '')?.[1];
    if (parent) parents.set(one, Number(parent));
  }
  const family = [pid];
  for (const member of family) {
    for (const [one, parent] of parents) if (parent === member) family.push(one);
  }
  return family.map((member) => `${read(member, 'cmdline')}\n${read(member, 'environ')}`);
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return ''; // It ended in the meantime.
  }
}

function isZombie(pid: number): boolean {
  return /^\d+ \(.*\) Z/s.test(read(pid, 'stat'));
}
