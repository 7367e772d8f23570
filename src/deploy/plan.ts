import { makeArtifact } from './artifact/make.js';
import { type DeployContext, type DeployOptions, deployContext } from './context.js';
import { GitSource } from './git/git.js';
import { servedRanges } from './git/ranges.js';
import type { CommitRange } from './git/types.js';
import { planFunctions } from './lambda/plan.js';
import { planMigrations } from './migrations/plan.js';
import { preflight } from './preflight.js';
import type { Plan, PlannedRelease } from './release/plan.js';

/**
 * Finds out what `deploy` with the same options would do, function by function. Builds the commit and compares it with
 * what is in service. Stores, locks and changes nothing.
 *
 * @throws as `deploy`, except the errors of the lock and of the release itself
 * @example
 * const { plan } = await planRelease({ project, environment, ref: 'master', clients: connect(environment) });
 * if (plan.changes) console.log(plan.functions);
 */
export async function planRelease(options: DeployOptions): Promise<PlannedRelease> {
  const context = deployContext(options);
  const { project, environment, ref, report } = context;
  const source = new GitSource(project.scm, context);
  const commit = await source.resolve(ref);
  report(`${ref} is commit ${commit}`);
  const live = await preflight(context);
  const artifact = await makeArtifact(context, source, commit);
  const functions = await planFunctions(context, live, artifact);
  const [ranges, migrations] = await Promise.all([
    servedRanges(source, functions, commit),
    planMigrations(context, artifact.migrations),
  ]);
  const changes = functions.some(({ change }) => change === 'update');
  const plan = { environment: environment.name, ref, commit, changes, functions, ranges, migrations };
  return { plan: { ...plan, warnings: warningsOf(context, plan) }, artifact };
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
