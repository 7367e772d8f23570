import { type MadeArtifact, makeArtifact } from './artifact/make.js';
import { type DeployContext, type DeployOptions, deployContext } from './deploy.js';
import { type CommitRange, createScm, type Scm } from './git/types.js';
import { createTarget, type PlannedFunction } from './lambda/types.js';
import { type PlannedMigrations, planMigrations } from './migrations/plan.js';
import { preflight } from './preflight.js';

/** What a deploy would do. */
export interface Plan {
  readonly environment: string;
  /** As it was asked for. */
  readonly ref: string;
  /** Forty characters. */
  readonly commit: string;
  /** Whether any function would get a new version. */
  readonly changes: boolean;
  readonly functions: readonly PlannedFunction[];
  /** From each commit in service to the new one. */
  readonly ranges: readonly PlannedRange[];
  /** Null for a project that has none. */
  readonly migrations: PlannedMigrations | null;
  /** What one should think about before: a sentence each. */
  readonly warnings: readonly string[];
}

export interface PlannedRange extends CommitRange {
  /** That serve `from`, as the project file names them. */
  readonly functions: readonly string[];
}

/** A plan, and what it takes to carry it out without building again. */
export interface PlannedRelease {
  readonly plan: Plan;
  readonly artifact: MadeArtifact;
}

/**
 * Finds out what `deploy` with the same options would do, function by function. The commit is built, and compared with
 * what is in service; nothing is stored, locked or changed.
 *
 * @throws as `deploy`, but for what the lock and the release itself throw
 * @example
 * const { plan } = await planRelease({ project, environment, ref: 'master', clients: connect(environment) });
 * if (plan.changes) console.log(plan.functions);
 */
export async function planRelease(options: DeployOptions): Promise<PlannedRelease> {
  const context = deployContext(options);
  const scm = createScm(context.project.scm, context);
  const commit = await scm.resolve(context.ref);
  context.report(`${context.ref} is commit ${commit}`);
  const ready = await preflight(context, createTarget(context));
  const made = await makeArtifact(context, scm, commit);
  const functions = await ready.plan(made);
  const [ranges, migrations] = await Promise.all([
    rangesOf(scm, functions, commit),
    planMigrations(context, made.migrations),
  ]);
  const plan = {
    functions,
    ranges,
    migrations,
    changes: functions.some(({ change }) => change === 'update'),
  };
  return {
    plan: { ...place(context, commit), ...plan, warnings: warningsOf(context, plan) },
    artifact: made,
  };
}

function place({ environment, ref }: DeployContext, commit: string) {
  return { environment: environment.name, ref, commit };
}

async function rangesOf(
  scm: Scm,
  functions: readonly PlannedFunction[],
  commit: string,
): Promise<PlannedRange[]> {
  const live = new Set(functions.flatMap((one) => one.commit ?? []));
  return await Promise.all(
    [...live].map(async (from) => {
      const serving = functions.filter((one) => one.commit === from).map(({ name }) => name);
      return { ...(await scm.range(from, commit)), functions: serving };
    }),
  );
}

function warningsOf(
  { ref }: DeployContext,
  { functions, ranges, migrations }: Pick<Plan, 'functions' | 'ranges' | 'migrations'>,
): string[] {
  const unknown = functions.filter(({ commit }) => commit === null).map(({ name }) => name);
  const warnings = ranges.flatMap((range) => rangeWarning(ref, range) ?? []);
  if (unknown.length > 0) {
    warnings.push(
      `No deploy of sbw made what serves in ${unknown.join(', ')}; what will go out of service is not known.`,
    );
  }
  if (migrations?.missing && migrations.missing.length > 0) {
    warnings.push(`The database has migrations that ${ref} lacks: ${migrations.missing.join(', ')}.`);
  }
  return warnings;
}

function rangeWarning(ref: string, { from, relation, ahead, behind }: CommitRange): string | undefined {
  const live = `${from.slice(0, 12)}, which is in service`;
  switch (relation) {
    case 'behind':
      return `${ref} is older: ${count(behind)} behind ${live}.`;
    case 'diverged':
      return `${ref} has diverged: it lacks ${count(behind)} of ${live}, and has ${count(ahead)} of its own.`;
    case 'unknown':
      return `The repository does not have ${live}: what lies between is not known.`;
    default:
      return undefined;
  }
}

function count(commits = 0): string {
  return commits === 1 ? '1 commit' : `${commits} commits`;
}
