import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine, endProcess } from '../processes.js';

/** SIGINT ends open sessions and writes a checkpoint; SIGQUIT leaves the rest to recovery at the next start. */
export const SHUTDOWN = [
  ['SIGINT', 3_000],
  ['SIGQUIT', 1_000],
  ['SIGKILL', 1_000],
] as const;

/** Ends the server that runs on the cluster in `folder`. True when there was one. */
export async function endLeftover(folder: string): Promise<boolean> {
  const pid = Number(firstLine(join(folder, 'postmaster.pid')));
  // The pid may belong to a stranger by now; the server's own command line names its folder.
  if (!(pid > 0) || !commandLine(pid).includes(`-D ${folder} `)) return false;
  await endProcess(pid, SHUTDOWN);
  return true;
}

function firstLine(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').split('\n')[0];
  } catch {
    return undefined;
  }
}
