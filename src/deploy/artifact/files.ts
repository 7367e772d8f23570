import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { SuperbowletoError } from '../../errors.js';
import { matchesGlobs } from './globs.js';

/** One file of an artifact. */
export interface ArtifactFile {
  /** From the root of the zip, `/` between its parts. */
  readonly path: string;
  readonly executable: boolean;
  readonly content: Buffer;
}

/**
 * The files below `folder` that the globs mean, ordered by their bytes. Links are followed; folders as such, owners,
 * times and all of a mode but "may be run" do not count.
 *
 * @throws {SuperbowletoError} ARTIFACT_EMPTY, ARTIFACT_LINK for a link in a circle or to nothing
 */
export async function collectFiles(folder: string, globs: readonly string[]): Promise<ArtifactFile[]> {
  const root = await realpath(folder);
  const paths = (await walk(root, root, [root])).filter((path) => matchesGlobs(path, globs));
  // By bytes: a locale would order names by the machine's language.
  paths.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const missing = globs.find(
    (glob) => !glob.startsWith('!') && !paths.some((path) => matchesGlobs(path, [glob])),
  );
  if (missing === undefined) return await Promise.all(paths.map((path) => read(root, path)));
  throw new SuperbowletoError(
    'ARTIFACT_EMPTY',
    `"${missing}" of deploy.package means no file of what the build made, and nothing was deployed.`,
  );
}

/** @param ancestors real paths of the folders on the way here */
async function walk(root: string, folder: string, ancestors: readonly string[]): Promise<string[]> {
  const names = await readdir(folder);
  const found = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const { real, directory } = await follow(root, path);
      if (!directory) return [relative(root, path).split(sep).join('/')];
      if (ancestors.includes(real)) throw badLink(root, path, 'leads back to a folder that holds it');
      return await walk(root, path, [...ancestors, real]);
    }),
  );
  return found.flat();
}

async function follow(root: string, path: string): Promise<{ real: string; directory: boolean }> {
  try {
    return { real: await realpath(path), directory: (await stat(path)).isDirectory() };
  } catch {
    throw badLink(root, path, 'leads to nothing');
  }
}

async function read(root: string, path: string): Promise<ArtifactFile> {
  const file = join(root, path);
  const [content, { mode }] = await Promise.all([readFile(file), stat(file)]);
  return { path, executable: (mode & 0o111) !== 0, content };
}

function badLink(root: string, path: string, what: string): SuperbowletoError {
  const text = `The link ${relative(root, path)} in what the build made ${what}, and nothing was deployed.`;
  return new SuperbowletoError('ARTIFACT_LINK', text);
}
