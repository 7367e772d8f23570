import type { Release } from '../../operations/index.js';
import { isComplete } from './log.js';

/** The newest complete releases, and what they need to be gone back to. */
export interface InUse {
  /** How many there are: as many as were asked for, or all. */
  readonly releases: number;
  /** By the name of the function, as the project file has it. */
  readonly versions: ReadonlyMap<string, ReadonlySet<string>>;
  /** Keys. */
  readonly artifacts: ReadonlySet<string>;
}

/**
 * What the newest `keep` complete releases of a log use. Those that brought the same versions into service, as a
 * rollback or a deploy without changes does, count once.
 *
 * @param log newest first
 */
export function inUse(log: readonly Release[], keep: number): InUse {
  const seen = new Set<string>();
  const versions = new Map<string, Set<string>>();
  const artifacts = new Set<string>();
  for (const release of log.filter(isComplete)) {
    const brought = broughtBy(release);
    if (!seen.has(brought) && seen.size === keep) break;
    seen.add(brought);
    if (release.artifact) artifacts.add(release.artifact.key);
    for (const { name, version } of release.functions) {
      if (version !== undefined) versions.set(name, (versions.get(name) ?? new Set()).add(version));
    }
  }
  return { releases: seen.size, versions, artifacts };
}

function broughtBy({ functions }: Release): string {
  return functions
    .map(({ name, version }) => `${name} ${version}`)
    .sort()
    .join();
}
