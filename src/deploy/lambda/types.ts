/** How new versions are tried on a part of the calls before they get all of them. */
export interface Canary {
  /** Share of the calls that the new versions get: 1 to 99. */
  readonly percent: number;
  /** How long the share lasts. */
  readonly milliseconds: number;
}

/** What a release would do to one function. */
export interface PlannedFunction {
  /** As the project file names it. */
  readonly name: string;
  readonly deployedName: string;
  /** `update`: it gets a new version. `none`: it stays as it is. */
  readonly change: 'update' | 'none';
  /** Lambda version in service. */
  readonly version: string;
  /** Commit that this version was first published from, forty characters; null when no deploy published it. */
  readonly commit: string | null;
  /** What differs: `code`, `memory 128 MiB -> 512 MiB`, `environment variables`. */
  readonly reasons: readonly string[];
}

/** What one function serves. */
export interface LiveVersion {
  /** As the project file names it. */
  readonly name: string;
  readonly deployedName: string;
  /** Lambda version that the alias points at. */
  readonly version?: string | undefined;
  /** SHA-256 of that version's code, base64: Lambda's CodeSha256. */
  readonly sha256?: string | undefined;
  /** Commit that the version was published from; absent when no deploy published it. */
  readonly commit?: string;
  /** Other versions that the alias sends calls to, each with its share: 0 to 1. */
  readonly weights?: Readonly<Record<string, number>>;
  /** Why the function could not be read. */
  readonly problem?: string;
}

/** Versions by the name of their function, as the project file has it. */
export type VersionsInUse = ReadonlyMap<string, ReadonlySet<string>>;

/** What pruning did to one published version, or to a function whose versions could not be listed. */
export interface PrunedVersion {
  /** Name of the function, as the project file has it. */
  readonly name: string;
  readonly version?: string;
  readonly status: 'deleted' | 'to-delete' | 'failed';
  readonly reason?: string;
}
