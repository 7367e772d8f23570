import type { Project } from '../../project/index.js';
import type { Report } from '../../report.js';

export interface Commit {
  /** Forty characters. */
  readonly commit: string;
  /** Committer date, ISO 8601. */
  readonly date: string;
  readonly author: string;
  /** First line of its message. */
  readonly subject: string;
}

/** The commits between two commits. */
export interface CommitRange {
  readonly from: string;
  /**
   * Relation of the new commit to `from`. `behind`: it is an ancestor. `diverged`: each has commits that the other
   * lacks. `unknown`: the repository does not have `from`.
   */
  readonly relation: 'same' | 'ahead' | 'behind' | 'diverged' | 'unknown';
  /** How many commits the new one has that `from` lacks, and the reverse; absent where that is not known. */
  readonly ahead?: number;
  readonly behind?: number;
  /** Commits that only the new one has, newest first: the newest hundred. */
  readonly commits: readonly Commit[];
  /** Commits that only `from` has, newest first: the newest hundred. */
  readonly dropped: readonly Commit[];
}

export interface ChangedFile {
  /** Path from the root of the repository. */
  readonly path: string;
  readonly change: 'added' | 'changed' | 'removed';
  /** Lines; absent for a binary file. */
  readonly added?: number;
  readonly removed?: number;
}

export interface GitContext {
  readonly project: Pick<Project, 'directory'>;
  /** The cache folder. */
  readonly cache: string;
  readonly report: Report;
  readonly signal: AbortSignal;
}
