import type { Release } from '../../operations/index.js';
import type { VersionsInUse } from '../lambda/types.js';
import { isComplete, versionsOf } from './log.js';

/** The versions and artifacts that a rollback to one of the newest complete releases needs. */
export interface InUse {
  /** How many releases these are: as many as the caller asked for, or all. */
  readonly releases: number;
  readonly versions: VersionsInUse;
  /** Keys in the bucket. */
  readonly artifacts: ReadonlySet<string>;
}

/**
 * Finds what the newest `keep` complete releases of a log use. Releases with the same versions count once: a rollback, or
 * a deploy without changes, has the versions of another release.
 *
 * @param log newest first
 */
export function inUse(log: readonly Release[], keep: number): InUse {
  const seen = new Set<string>();
  const versions = new Map<string, Set<string>>();
  const artifacts = new Set<string>();
  for (const release of log.filter(isComplete)) {
    const key = versionsOf(release);
    if (!seen.has(key) && seen.size === keep) break;
    seen.add(key);
    if (release.artifact) artifacts.add(release.artifact.key);
    for (const { name, version } of release.functions) {
      if (version !== undefined) versions.set(name, (versions.get(name) ?? new Set()).add(version));
    }
  }
  return { releases: seen.size, versions, artifacts };
}
