import type { Report } from '../../clock.js';
import type { Project, ScmDefinition } from '../../project/index.js';
import { GitScm } from './git.js';

/** Where the source comes from. Another kind is one more file beside git.ts, and one line in `kinds`. */
export interface Scm {
  /**
   * The commit that `ref` stands for now: its full id.
   *
   * @throws {UsageError} for a ref that is malformed, unknown or ambiguous
   */
  resolve(ref: string): Promise<string>;
  /**
   * Lays out a commit, and nothing else, in an empty folder.
   *
   * @returns the folder in it that corresponds to the one of superbowleto.yml
   */
  checkout(commit: string, folder: string): Promise<string>;
}

export interface ScmContext {
  readonly project: Pick<Project, 'directory'>;
  /** The cache folder. */
  readonly cache: string;
  readonly report: Report;
  readonly signal: AbortSignal;
}

type Kinds = { [Type in ScmDefinition['type']]: new (definition: ScmDefinition, context: ScmContext) => Scm };

const kinds: Kinds = { git: GitScm };

export function createScm(definition: ScmDefinition, context: ScmContext): Scm {
  return new kinds[definition.type](definition, context);
}
