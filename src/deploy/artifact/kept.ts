import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withWorkFolder } from '../cache.js';
import { type Artifact, sha256Of } from './artifact.js';

/** Everything that decides the bytes of an artifact, except the tools of the machine. */
export interface ArtifactInputs {
  readonly commit: string;
  readonly service: string;
  /** Folder of superbowleto.yml: it decides which part of the commit is built. */
  readonly directory: string;
  readonly build: unknown;
  readonly globs: readonly string[];
}

/** Increase this when the packing itself changes: artifacts with another number are not used. */
const PACKING = 1;
/** How many artifacts are kept: enough for some weeks. One has some hundred kilobytes. */
const MOST = 20;
const ZIP = 'artifact.zip';
const DESCRIPTION = 'artifact.json';

/**
 * Finds the artifact that was made from the same inputs before, with all fields that `keep` got.
 *
 * @param cache the cache folder; artifacts are kept in `<cache>/artifacts`
 * @returns undefined when there is none, or only a damaged one
 */
export async function findKept<Kept extends Artifact>(
  cache: string,
  inputs: ArtifactInputs,
): Promise<Kept | undefined> {
  const folder = folderOf(cache, inputs);
  try {
    const zip = await readFile(join(folder, ZIP));
    const description = JSON.parse(await readFile(join(folder, DESCRIPTION), 'utf8'));
    if (sha256Of(zip) !== description.sha256) return undefined;
    const now = new Date();
    // Marks it as used. A read-only cache works too.
    await utimes(folder, now, now).catch(() => undefined);
    return { ...description, zip };
  } catch {
    return undefined;
  }
}

/**
 * Keeps an artifact for the next time, and removes the least recently used ones. Ignores every error, such as a full
 * disk: the artifact can be made again.
 */
export async function keep(
  cache: string,
  inputs: ArtifactInputs,
  { zip, ...description }: Artifact,
): Promise<void> {
  const folder = folderOf(cache, inputs);
  try {
    await mkdir(join(folder, '..'), { recursive: true, mode: 0o700 });
    await withWorkFolder(cache, async (work) => {
      const draft = join(work, 'artifact');
      await mkdir(draft, { mode: 0o700 });
      await writeFile(join(draft, ZIP), zip);
      await writeFile(join(draft, DESCRIPTION), JSON.stringify(description));
      // A folder there is damaged, or another process has just made it.
      await rm(folder, { recursive: true, force: true });
      await rename(draft, folder);
    });
    await dropUnused(join(folder, '..'));
  } catch {
    // See above.
  }
}

function folderOf(cache: string, inputs: ArtifactInputs): string {
  const tools = [PACKING, process.versions.node.split('.')[0], process.platform, process.arch];
  const key = createHash('sha256')
    .update(JSON.stringify([inputs, tools]))
    .digest('hex');
  return join(cache, 'artifacts', key.slice(0, 32));
}

async function dropUnused(artifacts: string): Promise<void> {
  const folders = (await readdir(artifacts)).map((name) => join(artifacts, name));
  const used = await Promise.all(
    folders.map(async (folder) => ({ folder, at: (await stat(folder)).mtimeMs })),
  );
  const unused = used.sort((one, other) => other.at - one.at).slice(MOST);
  await Promise.all(unused.map(({ folder }) => rm(folder, { recursive: true, force: true })));
}
