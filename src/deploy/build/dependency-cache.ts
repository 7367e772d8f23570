import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BuildDefinition } from '../../project/index.js';

/**
 * Where the installed dependencies of a lockfile are kept: `<cache>/dependencies/<key>/node_modules`. The key holds
 * everything that decides what an install gives.
 */
export function dependencyFolder(
  cache: string,
  { install = '' }: Pick<BuildDefinition, 'install'>,
  lockfile: Buffer,
): string {
  const major = process.versions.node.split('.')[0];
  const key = createHash('sha256')
    .update(lockfile)
    .update(`\0${install}\0${major}\0${process.platform}\0${process.arch}`)
    .digest('hex');
  return join(cache, 'dependencies', key.slice(0, 32), 'node_modules');
}

/**
 * Fills a folder of the cache: `fill` makes a draft beside it, which is then moved there whole. Whoever comes second
 * keeps what the first one made.
 */
export async function fillAtomically(target: string, fill: (draft: string) => Promise<void>): Promise<void> {
  const parent = dirname(target);
  const draft = `${parent}.${randomUUID().slice(0, 8)}`;
  await mkdir(draft, { recursive: true, mode: 0o700 });
  try {
    await fill(join(draft, 'node_modules'));
    await rename(draft, parent);
  } catch (error) {
    if (!existsSync(target)) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
