import { stat } from 'node:fs/promises';
import { join } from 'node:path';
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
    if (found?.isDirectory()) return folder;
    throw new SuperbowletoError(
      'BUILD_FAILED',
      `The build left no folder ${output}, and nothing was deployed. Set build.output to where "${command}" writes.`,
    );
  }
}
