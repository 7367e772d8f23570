import { constants, existsSync } from 'node:fs';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadProject, PROJECT_FILE } from '../../project/index.js';
import { cacheFolder } from '../cache.js';
import { dependencyFolder, fillAtomically } from './dependency-cache.js';

/**
 * Copies the node_modules that `npm ci` has just made in `root` into the cache of installed dependencies, so that the
 * first deploy from there installs nothing. Does nothing when they are there already, when `root` has no lockfile, or
 * when its node_modules are not exactly the lockfile's.
 *
 * @returns whether anything was copied
 */
export async function seedDependencyCache(
  root: string,
  variables: NodeJS.ProcessEnv = process.env,
): Promise<boolean> {
  if (!existsSync(join(root, 'package-lock.json'))) return false;
  const { build } = await loadProject(join(root, PROJECT_FILE), { variables });
  if (build.install === undefined || build.lockfile !== 'package-lock.json') return false;
  const lockfile = await readFile(join(root, build.lockfile));
  const cache = cacheFolder(variables);
  const target = dependencyFolder(cache, build, lockfile);
  if (existsSync(target) || !(await isInstalled(root, lockfile))) return false;
  await fillAtomically(cache, target, (draft) =>
    cp(join(root, 'node_modules'), draft, {
      recursive: true,
      verbatimSymlinks: true,
      mode: constants.COPYFILE_FICLONE,
    }),
  );
  return true;
}

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
}

type Lockfile = { readonly packages?: Readonly<Record<string, LockedPackage>> };

/** npm writes down what it installed; all of it must be the lockfile's, and only another platform's may be missing. */
async function isInstalled(root: string, lockfile: Buffer): Promise<boolean> {
  const installed = packagesOf(await readFile(join(root, 'node_modules/.package-lock.json'), 'utf8'));
  const { '': own, ...locked } = packagesOf(lockfile.toString('utf8'));
  const known = Object.entries(installed).every(
    ([path, { version, integrity, link }]) =>
      !link && locked[path]?.version === version && locked[path]?.integrity === integrity,
  );
  const complete = Object.entries(locked).every(
    ([path, { optional, devOptional }]) => path in installed || optional === true || devOptional === true,
  );
  return known && complete;
}

function packagesOf(text: string): Record<string, LockedPackage> {
  return { ...(JSON.parse(text) as Lockfile).packages };
}
