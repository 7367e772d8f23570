import type { MadeArtifact } from '../artifact/artifact.js';
import type { ServedRange } from '../git/ranges.js';
import type { PlannedFunction } from '../lambda/types.js';

/** What a deploy would do. */
export interface Plan {
  readonly environment: string;
  /** As the caller gave it. */
  readonly ref: string;
  /** Forty characters. */
  readonly commit: string;
  /** Whether any function would get a new version. */
  readonly changes: boolean;
  readonly functions: readonly PlannedFunction[];
  /** From each commit in service to the new one. */
  readonly ranges: readonly ServedRange[];
  /** Null for a project without migrations. */
  readonly migrations: PlannedMigrations | null;
  /** What to consider before the deploy, one sentence each. */
  readonly warnings: readonly string[];
}

/** What a release means for the database. */
export interface PlannedMigrations {
  /** Not applied yet, in the order of running; null where that is not known. */
  readonly pending: readonly string[] | null;
  /** Applied, but not part of the new release; null where that is not known. */
  readonly missing: readonly string[] | null;
  /** One sentence for each thing that is not known. */
  readonly unknown: readonly string[];
}

/** A plan, and the artifact that carries it out without another build. */
export interface PlannedRelease {
  readonly plan: Plan;
  readonly artifact: MadeArtifact;
}
