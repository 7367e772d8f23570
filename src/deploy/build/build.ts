import { realpath, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { SuperbowletoError } from '../../errors.js';
import type { BuildDefinition } from '../../project/index.js';
import type { DeployContext } from '../context.js';
import { provideDependencies } from './dependencies.js';
import { runCommand } from './shell.js';

/**
 * Installs the dependencies of a clean tree and builds it, with the commands of the project file. Both change the tree.
 *
 * @param tree folder of the checked-out commit
 * @returns the folder whose content becomes the root of the artifact
 * @throws {SuperbowletoError} BUILD_FAILED, with the last lines of the command's output; LOCKFILE_MISSING
 */
export async function buildTree(
  definition: BuildDefinition,
  tree: string,
  context: Pick<DeployContext, 'cache' | 'report' | 'signal'>,
): Promise<string> {
  const { command, output } = definition;
  const { report, signal } = context;
  await provideDependencies(definition, tree, context);
  report(`Building: ${command}`);
  await runCommand('build', command, { cwd: tree, report, signal });
  const folder = join(tree, output);
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) {
    const text = `The build left no folder ${output}, and nothing was deployed. Set build.output to where "${command}" writes.`;
    throw new SuperbowletoError('BUILD_FAILED', text);
  }
  if (await isInside(folder, tree)) return folder;
  const text = `build.output is ${output}, which leads out of the tree that was built, and nothing was deployed.`;
  throw new SuperbowletoError('BUILD_FAILED', text);
}

async function isInside(folder: string, tree: string): Promise<boolean> {
  const path = relative(await realpath(tree), await realpath(folder));
  return path !== '..' && !path.startsWith('../');
}
