import { constants, existsSync } from 'node:fs';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadProject, PROJECT_FILE } from '../../project/index.js';
import { cacheFolder } from '../cache.js';
import { dependencyFolder, fillAtomically } from './dependency-cache.js';

/**
 * Copies the node_modules of `root` into the cache, so that the first deploy from there installs nothing. Does nothing
 * when the cache has them already, when `root` has no lockfile, or when its node_modules do not match the lockfile.
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

/**
 * Returns whether node_modules match the lockfile, by npm's own record of what it installed. Packages that the lockfile
 * calls optional may be missing: npm skips those for other platforms.
 */
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
