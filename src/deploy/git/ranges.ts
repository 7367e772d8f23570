import type { GitSource } from './git.js';
import type { CommitRange } from './types.js';

/** From a commit in service to a new one. */
export interface ServedRange extends CommitRange {
  /** Functions that serve `from`, as the project file names them. */
  readonly functions: readonly string[];
}

/**
 * Compares each commit in service with a new one.
 *
 * @param serving functions, each with the commit that it serves where that is known
 * @param to a full commit id that the repository has
 */
export async function servedRanges(
  source: GitSource,
  serving: readonly { readonly name: string; readonly commit?: string | null }[],
  to: string,
): Promise<ServedRange[]> {
  const commits = new Set(serving.flatMap(({ commit }) => commit ?? []));
  return await Promise.all(
    [...commits].map(async (from) => {
      const functions = serving.filter(({ commit }) => commit === from).map(({ name }) => name);
      return { ...(await source.range(from, to)), functions };
    }),
  );
}
