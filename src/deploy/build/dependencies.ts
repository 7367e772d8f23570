import { existsSync } from 'node:fs';
import { lstat, mkdir, readdir, readFile, readlink, rename, symlink } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { SuperbowletoError } from '../../errors.js';
import type { BuildDefinition } from '../../project/index.js';
import type { BuildContext } from './build.js';
import { dependencyFolder, fillAtomically, hasDependencies } from './dependency-cache.js';
import { runCommand } from './shell.js';

/**
 * Gives `tree` its node_modules: links to the cached packages when the same lockfile was installed before.
 *
 * @throws {SuperbowletoError} LOCKFILE_MISSING, BUILD_FAILED
 */
export async function provideDependencies(
  definition: BuildDefinition,
  tree: string,
  { cache, report, signal }: BuildContext,
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

/** A folder of the tree's own, for what a build adds to it: `.cache`, for one. */
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

/** A workspace is linked into node_modules, and such a link is right in its own tree only. */
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
