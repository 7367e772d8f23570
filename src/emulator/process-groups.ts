import { join } from 'node:path';
import { processStart } from '../process.js';
import { signalProcess, within } from './processes.js';
import { StateFile } from './state-file.js';

interface Group {
  /** Process id of the leader, which is the id of the group too. */
  readonly pid: number;
  readonly processStart: string;
}

/** Milliseconds that killed processes may take to end. */
const KILL_LIMIT = 2_000;

/** Records the process groups of functions on disk, so that the next start can end those that a kill left running. */
export class ProcessGroups {
  readonly #file: StateFile<readonly Group[]>;
  readonly #groups = new Map<number, Group>();

  /** @param directory where the record is kept */
  constructor(directory: string) {
    this.#file = fileIn(directory);
  }

  /** @param pid the leader of a new process group */
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

/** Kills the process groups that an earlier run left, frozen ones too. Returns how many there were. */
export async function endLeftoverGroups(directory: string): Promise<number> {
  const file = fileIn(directory);
  const left = (file.read() ?? []).filter(isLeft);
  for (const { pid } of left) signalProcess(-pid, 'SIGKILL');
  await within(KILL_LIMIT, () => !left.some(isLeft));
  file.save([]);
  return left.length;
}

/** Returns whether the process still runs. Another process that has its pid now started at another time. */
function isLeft({ pid, processStart: start }: Group): boolean {
  return processStart(pid) === start;
}

function fileIn(directory: string): StateFile<readonly Group[]> {
  return new StateFile(join(directory, 'processes.json'));
}
