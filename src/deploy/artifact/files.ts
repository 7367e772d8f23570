import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { SuperbowletoError } from '../../errors.js';
import { matchesGlobs } from './globs.js';

/** One file of an artifact. */
export interface ArtifactFile {
  /** Path from the root of the zip, with `/` between its parts. */
  readonly path: string;
  readonly executable: boolean;
  readonly content: Buffer;
}

/**
 * Reads the files below `folder` that match the globs, ordered by the bytes of their paths. Follows links. Ignores empty
 * folders, owners, times, every mode bit except "executable", and `.git`.
 *
 * @param lenders other folders that links may point into
 * @throws {SuperbowletoError} ARTIFACT_EMPTY when a glob matches no file; ARTIFACT_LINK for a link in a circle, to
 *   nothing, or to a folder that is not allowed; ARTIFACT_FILE for a socket and the like
 */
export async function collectFiles(
  folder: string,
  globs: readonly string[],
  lenders: readonly string[] = [],
): Promise<ArtifactFile[]> {
  const root = await realpath(folder);
  const lent = await Promise.all(lenders.map((lender) => realpath(lender).catch(() => lender)));
  const all = await walk({ root, allowed: [root, ...lent] }, root, [root]);
  const paths = all.filter((path) => matchesGlobs(path, globs));
  // By bytes: a locale's order would depend on the machine's language.
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

interface Roots {
  readonly root: string;
  /** Real paths of the folders that links may point into. */
  readonly allowed: readonly string[];
}

/** Lists the files below a folder, by path from the root. @param ancestors real paths of the folders above, to find circles */
async function walk(roots: Roots, folder: string, ancestors: readonly string[]): Promise<string[]> {
  const { root } = roots;
  const names = (await readdir(folder)).filter((name) => name !== '.git');
  const found = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const { real, directory } = await follow(roots, path);
      if (!directory) return [relative(root, path).split(sep).join('/')];
      if (ancestors.includes(real)) throw badLink(root, path, 'leads back to a folder that holds it');
      return await walk(roots, path, [...ancestors, real]);
    }),
  );
  return found.flat();
}

async function follow({ root, allowed }: Roots, path: string): Promise<{ real: string; directory: boolean }> {
  const real = await realpath(path).catch(() => {
    throw badLink(root, path, 'leads to nothing');
  });
  // Anything else on the machine is not the commit's, and may be a secret of the person who deploys.
  if (!allowed.some((folder) => real === folder || real.startsWith(`${folder}${sep}`))) {
    throw badLink(root, path, `leads out of the tree, to ${real}`);
  }
  const found = await stat(real);
  if (found.isDirectory() || found.isFile()) return { real, directory: found.isDirectory() };
  const text = `${relative(root, path)} in what the build made is neither a file nor a folder, and nothing was deployed.`;
  throw new SuperbowletoError('ARTIFACT_FILE', text);
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
