import { existsSync } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../../errors.js';
import { type GitOptions, git, gitOrNothing } from './git-command.js';

/**
 * Lays out one commit in `folder`. It is a repository of its own that only borrows the objects, so that neither the
 * working tree, nor the index, nor a setting of the repository it came from has a say.
 *
 * @throws {UsageError} TREE_NOT_SUPPORTED for submodules and Git LFS
 */
export async function layOutTree(commit: string, folder: string, options: GitOptions): Promise<void> {
  await verifySupported(commit, options);
  const inRepository = (name: string) =>
    git(['rev-parse', '--path-format=absolute', '--git-path', name], options);
  const objects = await inRepository('objects');
  const shallow = await inRepository('shallow');

  const here = { ...options, cwd: folder };
  await git(['init', '--quiet', '--template=', '.'], here);
  await mkdir(join(folder, '.git/objects/info'), { recursive: true });
  await writeFile(join(folder, '.git/objects/info/alternates'), `${objects}\n`);
  if (existsSync(shallow)) await copyFile(shallow, join(folder, '.git/shallow'));
  await git(['checkout', '--quiet', '--detach', commit], here);
}

async function verifySupported(commit: string, options: GitOptions): Promise<void> {
  const listed = await git(['ls-tree', '-r', '--full-tree', '-z', commit], options);
  const entries = listed.split('\0');
  const submodule = entries.find((entry) => entry.startsWith('160000 '))?.split('\t')[1];
  if (submodule)
    throw notSupported(commit, `the submodule ${submodule}`, 'A deploy ships what is committed itself.');
  const grep = ['grep', '-l', '-E', 'filter=lfs', commit, '--', ':(top,glob)**/.gitattributes'];
  const attributes = await gitOrNothing(grep, options);
  if (attributes) {
    const file = attributes.split('\n')[0]?.slice(commit.length + 1) ?? '.gitattributes';
    throw notSupported(
      commit,
      `Git LFS (${file})`,
      'Its files would ship as pointers; commit them as they are.',
    );
  }
}

function notSupported(commit: string, what: string, way: string): UsageError {
  return new UsageError(
    'TREE_NOT_SUPPORTED',
    `Commit ${commit.slice(0, 12)} uses ${what}, which sbw does not read. ${way}`,
  );
}
