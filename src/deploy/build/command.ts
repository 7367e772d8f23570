import { realpath, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { SuperbowletoError } from '../../errors.js';
import type { BuildDefinition } from '../../project/index.js';
import type { Build, BuildContext } from './build.js';
import { provideDependencies } from './dependencies.js';
import { runCommand } from './shell.js';

/** A build by a shell command of the project file. */
export class CommandBuild implements Build {
  readonly #definition: BuildDefinition;
  readonly #context: BuildContext;

  constructor(definition: BuildDefinition, context: BuildContext) {
    this.#definition = definition;
    this.#context = context;
  }

  async run(tree: string): Promise<string> {
    const { command, output } = this.#definition;
    const { report, signal } = this.#context;
    await provideDependencies(this.#definition, tree, this.#context);
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
}

async function isInside(folder: string, tree: string): Promise<boolean> {
  const way = relative(await realpath(tree), await realpath(folder));
  return way !== '..' && !way.startsWith('../');
}
