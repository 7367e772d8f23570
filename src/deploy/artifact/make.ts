import { inStep } from '../../report.js';
import { buildTree } from '../build/build.js';
import { dependenciesFolder } from '../build/dependency-cache.js';
import { withWorkFolder } from '../cache.js';
import type { DeployContext } from '../context.js';
import type { GitSource } from '../git/git.js';
import { readMigrations } from '../migrations/plan.js';
import { type MadeArtifact, packArtifact } from './artifact.js';
import { type ArtifactInputs, findKept, keep } from './kept.js';

/**
 * Makes the artifact of a commit: takes the one that this machine made before, or builds it in a temporary folder.
 *
 * @throws {UsageError} TREE_NOT_SUPPORTED, TREE_INCOMPLETE, FOLDER_MISSING
 * @throws {SuperbowletoError} BUILD_FAILED, LOCKFILE_MISSING, ARTIFACT_…, MIGRATIONS_FILE_INVALID, CACHE_NOT_WRITABLE
 */
export async function makeArtifact(
  context: DeployContext,
  source: GitSource,
  commit: string,
): Promise<MadeArtifact> {
  const { project, cache, report } = context;
  const { service, directory, build } = project;
  const inputs: ArtifactInputs = { commit, service, directory, build, globs: project.deploy.package };
  const kept = await findKept<MadeArtifact>(cache, inputs);
  if (kept) {
    report(`Commit ${commit.slice(0, 12)} has been built on this machine before; its artifact is taken`);
    return kept;
  }
  const made = await inStep(report, 'Build', () => buildCommit(context, source, inputs));
  await keep(cache, inputs, made);
  return made;
}

async function buildCommit(
  context: DeployContext,
  source: GitSource,
  { commit, service, globs }: ArtifactInputs,
): Promise<MadeArtifact> {
  const { project, cache } = context;
  return await withWorkFolder(cache, async (folder) => {
    const output = await buildTree(project.build, await source.checkout(commit, folder), context);
    const lenders = [folder, dependenciesFolder(cache)];
    const artifact = await packArtifact(output, { service, commit, globs, lenders });
    return { ...artifact, migrations: await readMigrations(output) };
  });
}
