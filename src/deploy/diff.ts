import { type DeployOptions, deployContext } from './deploy.js';
import { type ChangedFile, type CommitRange, createScm, type Scm } from './git/types.js';
import { createTarget, type LiveVersion } from './lambda/types.js';

/** What lies between what an environment serves and a commit. */
export interface Difference {
  readonly environment: string;
  /** As it was asked for. */
  readonly ref: string;
  /** Forty characters. */
  readonly commit: string;
  /** From each commit in service. */
  readonly ranges: readonly DifferenceRange[];
  /** Functions of which it is not known what commit they serve, as the project file names them. */
  readonly unknown: readonly string[];
}

export interface DifferenceRange extends CommitRange {
  /** That serve `from`. */
  readonly functions: readonly string[];
  /** Null where the repository does not have `from`. */
  readonly files: readonly ChangedFile[] | null;
}

/**
 * Finds the commits and the files between what is in service and a commit. Builds, locks and changes nothing; whether
 * a deploy would change a function is for `planRelease` to say.
 *
 * @throws {UsageError} REF_INVALID, UNKNOWN_REF, AMBIGUOUS_REF, NO_REPOSITORY
 * @throws {SuperbowletoError} REPOSITORY_UNREACHABLE, WRONG_ACCOUNT
 * @example
 * const { ranges } = await diffRelease({ project, environment, ref: 'master', clients: connect(environment) });
 */
export async function diffRelease(options: DeployOptions): Promise<Difference> {
  const context = deployContext(options);
  const { environment, ref, signal } = context;
  const scm = createScm(context.project.scm, context);
  const target = createTarget(context);
  await target.verifyAccount();
  const [commit, serving] = await Promise.all([scm.resolve(ref), target.inService(signal)]);
  const live = new Set(serving.flatMap((one) => one.commit ?? []));
  const ranges = await Promise.all([...live].map((from) => rangeFrom(scm, from, commit, serving)));
  const unknown = serving.filter((one) => one.commit === undefined).map(({ name }) => name);
  return { environment: environment.name, ref, commit, ranges, unknown };
}

async function rangeFrom(
  scm: Scm,
  from: string,
  to: string,
  serving: readonly LiveVersion[],
): Promise<DifferenceRange> {
  const range = await scm.range(from, to);
  const files = range.relation === 'unknown' ? null : await scm.changes(from, to);
  return { ...range, files, functions: serving.filter((one) => one.commit === from).map(({ name }) => name) };
}
