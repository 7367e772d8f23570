import type { Project, ScmDefinition } from '../../project/index.js';
import type { Report } from '../../report.js';
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
  /** How `to`, which the repository has, lies to `from`, which it need not have: both full ids. */
  range(from: string, to: string): Promise<CommitRange>;
  /** The files in which two commits differ, by path; the repository has both. */
  changes(from: string, to: string): Promise<ChangedFile[]>;
}

export interface Commit {
  /** Forty characters. */
  readonly commit: string;
  /** ISO 8601, when it was committed. */
  readonly date: string;
  readonly author: string;
  /** First line of its message. */
  readonly subject: string;
}

/** What lies between two commits. */
export interface CommitRange {
  readonly from: string;
  /**
   * Of the new commit to the one that it starts from. `behind`: it is an ancestor. `diverged`: each has commits that
   * the other lacks. `unknown`: the repository does not have the other one.
   */
  readonly relation: 'same' | 'ahead' | 'behind' | 'diverged' | 'unknown';
  /** How many commits the new one has that the other lacks, and the reverse; left out where that is not known. */
  readonly ahead?: number;
  readonly behind?: number;
  /** Those that would come into service, newest first: the newest hundred. */
  readonly commits: readonly Commit[];
  /** Those that would go out of service, newest first: the newest hundred. */
  readonly dropped: readonly Commit[];
}

export interface ChangedFile {
  /** From the root of the repository. */
  readonly path: string;
  readonly change: 'added' | 'changed' | 'removed';
  /** Lines; left out of what is no text. */
  readonly added?: number;
  readonly removed?: number;
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
