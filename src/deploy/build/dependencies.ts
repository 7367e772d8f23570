import { existsSync } from 'node:fs';
import { lstat, mkdir, readdir, readFile, readlink, rename, symlink } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { SuperbowletoError } from '../../errors.js';
import type { BuildDefinition } from '../../project/index.js';
import type { DeployContext } from '../context.js';
import { dependencyFolder, fillAtomically, hasDependencies } from './dependency-cache.js';
import { runCommand } from './shell.js';

/**
 * Gives `tree` its node_modules: links to the cached packages, which are installed first when the lockfile is new.
 *
 * @throws {SuperbowletoError} LOCKFILE_MISSING, BUILD_FAILED
 */
export async function provideDependencies(
  definition: BuildDefinition,
  tree: string,
  { cache, report, signal }: Pick<DeployContext, 'cache' | 'report' | 'signal'>,
): Promise<void> {
  const { install } = definition;
  if (install === undefined) return;
  const cached = dependencyFolder(cache, definition, await readLockfile(definition, tree));
  const installed = join(tree, 'node_modules');
  if (!(await hasDependencies(cache, cached))) {
    report(`Installing dependencies: ${install}`);
    await runCommand('install of dependencies', install, { cwd: tree, report, signal });
    if (!existsSync(installed) || (await linksOutside(installed))) return;
    await fillAtomically(cache, cached, (draft) => rename(installed, draft));
  }
  if (!existsSync(installed)) await linkPackages(cached, installed);
}

/** Links each package, not the folder as a whole: a build may add to node_modules, for example `.cache`. */
async function linkPackages(cached: string, installed: string): Promise<void> {
  await mkdir(installed);
  const names = await readdir(cached);
  await Promise.all(names.map((name) => symlink(join(cached, name), join(installed, name))));
}

async function readLockfile({ lockfile }: BuildDefinition, tree: string): Promise<Buffer> {
  try {
    return await readFile(join(tree, lockfile));
  } catch (error) {
    const text = `The commit has no ${lockfile}, which decides what is installed. Commit it, or set build.lockfile.`;
    throw new SuperbowletoError('LOCKFILE_MISSING', text, { cause: error });
  }
}

/** Returns whether a package is a link out of node_modules, as npm makes for a workspace. It is valid in its own tree only. */
async function linksOutside(folder: string): Promise<boolean> {
  const names = await readdir(folder);
  const nested = names.filter((name) => name.startsWith('@'));
  const paths = [
    ...names.map((name) => join(folder, name)),
    ...(await Promise.all(nested.map((scope) => pathsIn(join(folder, scope))))).flat(),
  ];
  const outside = await Promise.all(paths.map((path) => isLinkOutside(path, folder)));
  return outside.includes(true);
}

async function pathsIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).map((name) => join(folder, name));
}

async function isLinkOutside(path: string, folder: string): Promise<boolean> {
  if (!(await lstat(path)).isSymbolicLink()) return false;
  return relative(folder, resolve(dirname(path), await readlink(path))).startsWith('..');
}
