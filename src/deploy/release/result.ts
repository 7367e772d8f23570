import type { ReleaseState } from '../../operations/index.js';

/**
 * `updated`: the alias points at a version with the new artifact. `reverted`: it did, and was put back.
 * `not-started`: its alias was never touched. `failed`: why, is its reason.
 */
export type FunctionStatus = 'updated' | 'unchanged' | 'failed' | 'reverted' | 'not-started';

export interface FunctionOutcome {
  /** As the project file names it. */
  readonly name: string;
  readonly deployedName: string;
  readonly status: FunctionStatus;
  /** Lambda version that the alias points at, as far as is known. */
  readonly version?: string;
  /** Of that version's code, base64: Lambda's CodeSha256. Not there where it was not looked at. */
  readonly sha256?: string;
  /** The one that it pointed at before. */
  readonly previous?: string;
  readonly reason?: string;
}

/** `mixed`: some functions run the new artifact and some the old. */
export type DeployState = Exclude<ReleaseState, 'started'>;

export interface DeployResult {
  readonly environment: string;
  /** As it was asked for. */
  readonly ref: string;
  /** Forty characters. */
  readonly commit: string;
  /** Of the release log. */
  readonly release: string;
  readonly state: DeployState;
  readonly artifact: {
    readonly bucket: string;
    readonly key: string;
    /** Of the content, hexadecimal. */
    readonly digest: string;
    /** Of the zip, base64: Lambda's CodeSha256. */
    readonly sha256: string;
    /** Bytes. */
    readonly size: number;
  };
  /** Names of what was applied to the database before anything came into service. */
  readonly migrations?: readonly string[];
  readonly functions: readonly FunctionOutcome[];
}
