import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withWorkFolder } from '../work-folder.js';
import { type Artifact, sha256Of } from './artifact.js';

/** What decides the bytes of an artifact, beside the tools of the machine. */
export interface Making {
  readonly commit: string;
  readonly service: string;
  /** Folder of superbowleto.yml, which says what part of the commit is built. */
  readonly directory: string;
  readonly build: unknown;
  readonly globs: readonly string[];
}

/** With another number here nothing that was kept before is taken: for when the packing itself has changed. */
const PACKING = 1;
/** A service's artifacts of some weeks; one is some hundred kilobytes. */
const MOST = 20;
const ZIP = 'artifact.zip';
const DESCRIPTION = 'artifact.json';

/**
 * The artifact that was made of the same before, with all that `keep` was given beside the zip.
 *
 * @param cache the cache folder; artifacts are kept in `<cache>/artifacts`
 * @returns undefined where there is none, or one that is not whole
 */
export async function findKept<Kept extends Artifact>(
  cache: string,
  making: Making,
): Promise<Kept | undefined> {
  const folder = folderOf(cache, making);
  try {
    const zip = await readFile(join(folder, ZIP));
    const description = JSON.parse(await readFile(join(folder, DESCRIPTION), 'utf8'));
    if (sha256Of(zip) !== description.sha256) return undefined;
    const now = new Date();
    // A cache that can only be read serves as well.
    await utimes(folder, now, now).catch(() => undefined);
    return { ...description, zip };
  } catch {
    return undefined;
  }
}

/** Keeps an artifact for the next time that the same is made; the longest unused go. A disk that is full is no failure. */
export async function keep(cache: string, making: Making, { zip, ...description }: Artifact): Promise<void> {
  const folder = folderOf(cache, making);
  try {
    await mkdir(join(folder, '..'), { recursive: true, mode: 0o700 });
    await withWorkFolder(cache, async (work) => {
      const draft = join(work, 'artifact');
      await mkdir(draft, { mode: 0o700 });
      await writeFile(join(draft, ZIP), zip);
      await writeFile(join(draft, DESCRIPTION), JSON.stringify(description));
      // What stands there is not whole, or of somebody who was as quick.
      await rm(folder, { recursive: true, force: true });
      await rename(draft, folder);
    });
    await dropUnused(join(folder, '..'));
  } catch {
    // It is made again.
  }
}

function folderOf(cache: string, making: Making): string {
  const tools = [PACKING, process.versions.node.split('.')[0], process.platform, process.arch];
  const key = createHash('sha256')
    .update(JSON.stringify([making, tools]))
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
