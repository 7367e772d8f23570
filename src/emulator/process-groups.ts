import { join } from 'node:path';
import { processStart } from '../process.js';
import { signalProcess, within } from './processes.js';
import { StateFile } from './state-file.js';

interface Group {
  /** Of the leader, and so of the group. */
  readonly pid: number;
  readonly processStart: string;
}

const KILL_LIMIT = 2_000;

/** The process groups of functions, on disk, so that a next stage finds those that a killed one left. */
export class ProcessGroups {
  readonly #file: StateFile<readonly Group[]>;
  readonly #groups = new Map<number, Group>();

  /** @param directory the stage's folder */
  constructor(directory: string) {
    this.#file = fileIn(directory);
  }

  /** @param pid leader of a group of its own, just started */
  add(pid: number): void {
    const start = processStart(pid);
    if (start === undefined) return;
    this.#groups.set(pid, { pid, processStart: start });
    this.#file.save([...this.#groups.values()]);
  }

  remove(pid: number): void {
    if (this.#groups.delete(pid)) this.#file.save([...this.#groups.values()]);
  }
}

/** Kills the groups that a killed stage left, frozen ones too; answers how many there were. */
export async function endLeftoverGroups(directory: string): Promise<number> {
  const file = fileIn(directory);
  const left = (file.read() ?? []).filter(isLeft);
  // A frozen process takes SIGKILL as it is; SIGCONT is for what it may have started and stopped by itself.
  for (const { pid } of left)
    for (const signal of ['SIGKILL', 'SIGCONT'] as const) signalProcess(-pid, signal);
  await within(KILL_LIMIT, () => !left.some(isLeft));
  file.save([]);
  return left.length;
}

/** A pid that was given to another process since began at another time. */
function isLeft({ pid, processStart: start }: Group): boolean {
  return processStart(pid) === start;
}

function fileIn(directory: string): StateFile<readonly Group[]> {
  return new StateFile(join(directory, 'processes.json'));
}
