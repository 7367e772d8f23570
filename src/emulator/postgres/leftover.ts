import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine, endProcess } from '../processes.js';
import { SHARED_FOLDER } from './run-as.js';

/** Signals, with milliseconds to end. SIGINT ends sessions and writes a checkpoint; after SIGQUIT, the next start recovers. */
export const SHUTDOWN = [
  ['SIGINT', 3_000],
  ['SIGQUIT', 1_000],
  ['SIGKILL', 1_000],
] as const;

/** Ends the server that runs on the cluster in `folder`. @returns whether there was one */
export async function endLeftover(folder: string): Promise<boolean> {
  const pid = Number(firstLine(join(folder, 'postmaster.pid')));
  // Another process may have the pid now. The command line of a server names its folder.
  if (!(pid > 0) || !commandLine(pid).includes(`-D ${folder} `)) return false;
  await endProcess(pid, SHUTDOWN);
  return true;
}

/** Records which directory a cluster in the shared folder belongs to. */
export function noteOwner(folder: string, directory: string): void {
  if (!folder.startsWith(SHARED_FOLDER)) return;
  mkdirSync(SHARED_FOLDER, { recursive: true, mode: 0o755 });
  writeFileSync(`${folder}.owner`, directory, { mode: 0o600 });
}

/** Deletes the clusters in the shared folder whose directory was deleted. Nothing else would find them. */
export async function removeOrphans(): Promise<void> {
  if (!existsSync(SHARED_FOLDER)) return;
  for (const name of readdirSync(SHARED_FOLDER)) {
    const folder = join(SHARED_FOLDER, name.replace(/\.owner$/, ''));
    const owner = name.endsWith('.owner') ? firstLine(join(SHARED_FOLDER, name)) : undefined;
    if (owner !== undefined && !existsSync(owner)) await removeCluster(folder);
  }
}

/** Ends the server of a cluster, if one runs, and deletes its data. */
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
