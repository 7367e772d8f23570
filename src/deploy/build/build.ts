import type { BuildDefinition } from '../../project/index.js';
import type { Report } from '../../report.js';
import { CommandBuild } from './command.js';

/** How a clean tree becomes what is shipped. Another kind is one more file beside command.ts, and one line in `kinds`. */
export interface Build {
  /**
   * Builds in `tree`, which may be changed.
   *
   * @returns the folder whose content is the root of the artifact
   * @throws {SuperbowletoError} BUILD_FAILED, with the last lines of its output
   */
  run(tree: string): Promise<string>;
}

export interface BuildContext {
  /** The cache folder. */
  readonly cache: string;
  readonly report: Report;
  readonly signal: AbortSignal;
}

type Kinds = {
  [Type in BuildDefinition['type']]: new (
    definition: BuildDefinition,
    context: BuildContext,
  ) => Build;
};

const kinds: Kinds = { command: CommandBuild };

export function createBuild(definition: BuildDefinition, context: BuildContext): Build {
  return new kinds[definition.type](definition, context);
}
