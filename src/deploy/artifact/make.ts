import { inStep } from '../../report.js';
import { createBuild } from '../build/build.js';
import { dependenciesFolder } from '../build/dependency-cache.js';
import type { DeployContext } from '../deploy.js';
import type { Scm } from '../git/types.js';
import { readMigrations } from '../migrations/plan.js';
import { withWorkFolder } from '../work-folder.js';
import { type Artifact, packArtifact } from './artifact.js';
import { findKept, keep, type Making } from './kept.js';

/** An artifact, and the names of its migrations where the build tells them. */
export interface MadeArtifact extends Artifact {
  readonly migrations?: readonly string[] | undefined;
}

/**
 * The artifact of a commit: as it was made on this machine before, or built in a folder that is gone afterwards.
 *
 * @throws {SuperbowletoError} BUILD_FAILED, LOCKFILE_MISSING, TREE_INCOMPLETE, ARTIFACT_…, MIGRATIONS_FILE_INVALID, CACHE_NOT_WRITABLE
 */
export async function makeArtifact(context: DeployContext, scm: Scm, commit: string): Promise<MadeArtifact> {
  const { project, cache, report } = context;
  const { service, directory, build } = project;
  const making: Making = { commit, service, directory, build, globs: project.deploy.package };
  const kept = await findKept<MadeArtifact>(cache, making);
  if (kept) {
    report(`Commit ${commit.slice(0, 12)} has been built on this machine before; its artifact is taken`);
    return kept;
  }
  const made = await inStep(report, 'Build', () => buildCommit(context, scm, making));
  await keep(cache, making, made);
  return made;
}

async function buildCommit(
  context: DeployContext,
  scm: Scm,
  { commit, service, globs }: Making,
): Promise<MadeArtifact> {
  const { project, cache } = context;
  const build = createBuild(project.build, context);
  return await withWorkFolder(cache, async (folder) => {
    const output = await build.run(await scm.checkout(commit, folder));
    const lenders = [folder, dependenciesFolder(cache)];
    const artifact = await packArtifact(output, { service, commit, globs, lenders });
    return { ...artifact, migrations: await readMigrations(output) };
  });
}
