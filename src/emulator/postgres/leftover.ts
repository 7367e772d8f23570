import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine, endProcess } from '../processes.js';
import { SHARED_FOLDER } from './run-as.js';

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

/** Notes beside a cluster in the shared folder whose it is. */
export function noteOwner(folder: string, directory: string): void {
  if (!folder.startsWith(SHARED_FOLDER)) return;
  mkdirSync(SHARED_FOLDER, { recursive: true, mode: 0o755 });
  writeFileSync(`${folder}.owner`, directory, { mode: 0o600 });
}

/** Deletes the clusters of the shared folder whose owner was deleted by hand: nobody finds them any more. */
export async function removeOrphans(): Promise<void> {
  if (!existsSync(SHARED_FOLDER)) return;
  for (const name of readdirSync(SHARED_FOLDER)) {
    const folder = join(SHARED_FOLDER, name.replace(/\.owner$/, ''));
    const owner = name.endsWith('.owner') ? firstLine(join(SHARED_FOLDER, name)) : undefined;
    if (owner !== undefined && !existsSync(owner)) await removeCluster(folder);
  }
}

/** Ends its server, if one runs, and deletes its data. */
export async function removeCluster(folder: string): Promise<void> {
  await endLeftover(folder);
  for (const path of [folder, `${folder}.owner`]) rmSync(path, { recursive: true, force: true });
}

function firstLine(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').split('\n')[0];
  } catch {
    return undefined;
  }
}
