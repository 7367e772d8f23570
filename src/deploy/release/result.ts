import type { ReleaseState } from '../../operations/index.js';

/**
 * What a release did to one function. `updated`: the alias points at the release's version. `unchanged`: it did so
 * already. `reverted`: the alias was moved, and moved back. `not-started`: the alias was never touched. `failed`: the
 * outcome has the reason.
 */
export type FunctionStatus = 'updated' | 'unchanged' | 'failed' | 'reverted' | 'not-started';

export interface FunctionOutcome {
  /** As the project file names it. */
  readonly name: string;
  readonly deployedName: string;
  readonly status: FunctionStatus;
  /** Lambda version that the alias points at, as far as known. */
  readonly version?: string;
  /** SHA-256 of that version's code, base64: Lambda's CodeSha256. Absent where it was not read. */
  readonly sha256?: string;
  /** Lambda version that the alias pointed at before. */
  readonly previous?: string;
  readonly reason?: string;
}

/** `mixed`: some functions serve the new version and some the old one. */
export type DeployState = Exclude<ReleaseState, 'started'>;

/** What a deploy or a rollback did to the functions of an environment. */
export interface ReleaseOutcome {
  readonly state: DeployState;
  readonly functions: readonly FunctionOutcome[];
}

export interface DeployResult extends ReleaseOutcome {
  readonly environment: string;
  /** As the caller gave it. */
  readonly ref: string;
  /** Forty characters. */
  readonly commit: string;
  /** Id in the release log. */
  readonly release: string;
  readonly artifact: {
    readonly bucket: string;
    readonly key: string;
    /** Digest of the content, hexadecimal. */
    readonly digest: string;
    /** SHA-256 of the zip, base64: Lambda's CodeSha256. */
    readonly sha256: string;
    /** Bytes. */
    readonly size: number;
  };
  /** Names of the migrations that were applied before the aliases moved. */
  readonly migrations?: readonly string[];
}

export interface RollbackResult extends ReleaseOutcome {
  readonly environment: string;
  /** Ref of the deploy that it went back to. */
  readonly ref: string;
  /** Commit of the deploy that it went back to. */
  readonly commit: string;
  /** Id of the rollback itself in the release log. */
  readonly release: string;
  /** Id of the deploy that it went back to. */
  readonly to: string;
  /** Id of the deploy that was in service before, by the release log. */
  readonly before?: string;
}
