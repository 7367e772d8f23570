import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BuildDefinition } from '../../project/index.js';
import { withWorkFolder } from '../cache.js';

const FINGERPRINT = 'fingerprint';

/**
 * Returns the folder that caches the installed dependencies of a lockfile: `<cache>/dependencies/<key>/node_modules`. The
 * key is made of everything that an install depends on.
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
  return join(dependenciesFolder(cache), key.slice(0, 32), 'node_modules');
}

/** Returns the folder that contains the installed dependencies of all lockfiles. */
export function dependenciesFolder(cache: string): string {
  return join(cache, 'dependencies');
}

/**
 * Returns whether the cached dependencies are still as they were installed. A build can write into them, because its
 * tree only links to them. Removes changed ones, so that no commit is built with what another build left behind.
 */
export async function hasDependencies(cache: string, target: string): Promise<boolean> {
  if (!existsSync(target)) return false;
  const parent = dirname(target);
  const kept = await readFile(join(parent, FINGERPRINT), 'utf8').catch(() => undefined);
  if (kept === fingerprint(target)) return true;
  await withWorkFolder(cache, (folder) => rename(parent, join(folder, 'changed')).catch(() => undefined));
  return false;
}

/**
 * Fills a folder of the cache: `fill` writes a draft in a work folder, which is then renamed. When another process has
 * filled the folder in the meantime, keeps that. A killed process leaves only a work folder, which the next one removes.
 */
export async function fillAtomically(
  cache: string,
  target: string,
  fill: (draft: string) => Promise<void>,
): Promise<void> {
  const parent = dirname(target);
  await mkdir(dirname(parent), { recursive: true, mode: 0o700 });
  await withWorkFolder(cache, async (folder) => {
    const draft = join(folder, 'node_modules');
    await fill(draft);
    await writeFile(join(folder, FINGERPRINT), fingerprint(draft));
    await rename(folder, parent).catch((error) => {
      if (!existsSync(target)) throw error;
    });
  });
}

/** Digests the path, size, time and mode of every file. Reading the contents would take as long as an install. */
function fingerprint(folder: string): string {
  const digest = createHash('sha256');
  const add = (path: string): void => {
    const entries = readdirSync(join(folder, path), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const below = `${path}/${entry.name}`;
      if (entry.isDirectory()) {
        add(below);
        continue;
      }
      const { size, mtimeMs, mode } = lstatSync(join(folder, below));
      digest.update(`${below}\0${size}\0${mtimeMs}\0${mode}\n`);
    }
  };
  add('');
  return digest.digest('hex');
}
