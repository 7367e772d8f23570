import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { SuperbowletoError } from '../errors.js';

/**
 * Returns the folder for what sbw can make again: mirrors of repositories, installed dependencies, work in progress.
 *
 * @example cacheFolder({ HOME: '/home/ana' }) // '/home/ana/.cache/superbowleto'
 */
export function cacheFolder(variables: NodeJS.ProcessEnv = process.env): string {
  const { SBW_CACHE, XDG_CACHE_HOME, HOME } = variables;
  if (SBW_CACHE) return resolve(SBW_CACHE);
  return join(XDG_CACHE_HOME || join(HOME || homedir(), '.cache'), 'superbowleto');
}

/**
 * Returns a handler for the errors of a promise that writes to the cache. It throws an error that says how to fix that.
 *
 * @throws {SuperbowletoError} CACHE_NOT_WRITABLE
 * @example await mkdir(join(cache, 'work'), { recursive: true }).catch(cacheNotWritable(cache));
 */
export function cacheNotWritable(cache: string): (error: Error) => never {
  return (error) => {
    const text = `The cache folder ${cache} cannot be written to: ${error.message}. Fix that, or set SBW_CACHE to another folder.`;
    throw new SuperbowletoError('CACHE_NOT_WRITABLE', text, { cause: error });
  };
}

/**
 * Runs `work` with an empty folder of the cache, and removes the folder when it ends. Removes the folders of killed
 * processes first.
 *
 * @param cache the cache folder, on the same disk as its other folders: a rename between them is atomic
 * @throws {SuperbowletoError} CACHE_NOT_WRITABLE, and whatever `work` throws
 */
export async function withWorkFolder<Result>(
  cache: string,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await makeFolder(cache).catch(cacheNotWritable(cache));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function makeFolder(cache: string): Promise<string> {
  const parent = join(cache, 'work');
  await mkdir(parent, { recursive: true, mode: 0o700 });
  await removeAbandoned(parent);
  return await mkdtemp(join(parent, `${process.pid}-`));
}

/** Removes the folders whose name begins with the pid of a process that has ended. */
async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (isAlive(Number.parseInt(name, 10))) continue;
    // A child of the killed process may still write there, so that this fails. The next call tries again.
    await rm(join(parent, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid)) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
