import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheNotWritable } from './cache.js';

/**
 * Gives `work` an empty folder that is gone when it ends. What killed processes left behind goes first.
 *
 * @param cache the cache folder, on whose disk moving is cheap
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
  await sweep(parent);
  return await mkdtemp(join(parent, `${process.pid}-`));
}

async function sweep(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (isAlive(Number.parseInt(name, 10))) continue;
    // What a killed process started may still write there; the next sweep finds it.
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
