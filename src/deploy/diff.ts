import { type DeployOptions, deployContext } from './context.js';
import { GitSource } from './git/git.js';
import { type ServedRange, servedRanges } from './git/ranges.js';
import type { ChangedFile } from './git/types.js';
import { readInService } from './lambda/in-service.js';
import { verifyAccount } from './lambda/verify.js';

/** The difference between what an environment serves and a commit. */
export interface Difference {
  readonly environment: string;
  /** As the caller gave it. */
  readonly ref: string;
  /** Forty characters. */
  readonly commit: string;
  /** From each commit in service to the new one. */
  readonly ranges: readonly DifferenceRange[];
  /** Functions whose commit is not known, as the project file names them. */
  readonly unknown: readonly string[];
}

export interface DifferenceRange extends ServedRange {
  /** Null when the repository does not have `from`. */
  readonly files: readonly ChangedFile[] | null;
}

/**
 * Finds the commits and the files between what is in service and a commit. Builds, locks and changes nothing. It does
 * not say whether a deploy would change a function: `planRelease` does.
 *
 * @throws {UsageError} REF_INVALID, UNKNOWN_REF, AMBIGUOUS_REF, NO_REPOSITORY
 * @throws {SuperbowletoError} REPOSITORY_UNREACHABLE, WRONG_ACCOUNT
 * @example
 * const { ranges } = await diffRelease({ project, environment, ref: 'master', clients: connect(environment) });
 */
export async function diffRelease(options: DeployOptions): Promise<Difference> {
  const context = deployContext(options);
  const { project, environment, ref } = context;
  const source = new GitSource(project.scm, context);
  await verifyAccount(context);
  const [commit, serving] = await Promise.all([source.resolve(ref), readInService(context)]);
  const served = await servedRanges(source, serving, commit);
  const ranges = await Promise.all(
    served.map(async (range) => ({ ...range, files: await filesOf(source, range, commit) })),
  );
  const unknown = serving.filter((one) => one.commit === undefined).map(({ name }) => name);
  return { environment: environment.name, ref, commit, ranges, unknown };
}

async function filesOf(
  source: GitSource,
  { from, relation }: ServedRange,
  to: string,
): Promise<ChangedFile[] | null> {
  return relation === 'unknown' ? null : await source.changes(from, to);
}
