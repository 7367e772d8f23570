import { existsSync } from 'node:fs';
import { copyFile, mkdir, realpath, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Report } from '../../clock.js';
import { UsageError } from '../../errors.js';
import { type GitOptions, git, gitComplaint, gitOrNothing } from './git-command.js';

/**
 * Lays out one commit in `folder`. It is a repository of its own that only borrows the objects, so that neither the
 * working tree, nor the index, nor a hook or setting of the machine or of the repository it came from has a say.
 *
 * @throws {UsageError} TREE_NOT_SUPPORTED for submodules and Git LFS, TREE_INCOMPLETE in a partial clone
 */
export async function layOutTree(
  commit: string,
  folder: string,
  options: GitOptions,
  report: Report,
): Promise<void> {
  await verifyComplete(commit, options, async () => {
    await verifyNoSubmodule(commit, options);
    await verifyFilters(commit, options, report);
    await borrowTree(commit, folder, options);
  });
}

/**
 * The folder of a tree that corresponds to the one of superbowleto.yml.
 *
 * @param prefix '' or `some/folder/`
 * @throws {UsageError} FOLDER_MISSING where the commit has none, or has a link in its way
 */
export async function folderOfTree(commit: string, folder: string, prefix: string): Promise<string> {
  const wanted = resolve(await realpath(folder), prefix);
  const found = await realpath(wanted).catch(() => undefined);
  if (found === wanted) return resolve(folder, prefix);
  const text = `Commit ${commit.slice(0, 12)} has no folder ${prefix}, where superbowleto.yml lies here.`;
  throw new UsageError('FOLDER_MISSING', text);
}

async function borrowTree(commit: string, folder: string, options: GitOptions): Promise<void> {
  const inRepository = (name: string) =>
    git(['rev-parse', '--path-format=absolute', '--git-path', name], options);
  const objects = await inRepository('objects');
  const shallow = await inRepository('shallow');

  const here: GitOptions = { ...options, cwd: folder, reach: 'nothing' };
  await git(['init', '--quiet', '--template=', '.'], here);
  await mkdir(join(folder, '.git/objects/info'), { recursive: true });
  await writeFile(join(folder, '.git/objects/info/alternates'), `${objects}\n`);
  if (existsSync(shallow)) await copyFile(shallow, join(folder, '.git/shallow'));
  await git(['checkout', '--quiet', '--detach', commit], here);
}

async function verifyNoSubmodule(commit: string, options: GitOptions): Promise<void> {
  const listed = await git(['ls-tree', '-r', '--full-tree', '-z', commit], options);
  const entries = listed.split('\0');
  const submodule = entries.find((entry) => entry.startsWith('160000 '))?.split('\t')[1];
  if (submodule === undefined) return;
  throw notSupported(commit, `the submodule ${submodule}`, 'A deploy ships what is committed itself.');
}

/** A filter is a command that git would run on a file of the tree: none is, and what one would have changed is told. */
async function verifyFilters(commit: string, options: GitOptions, report: Report): Promise<void> {
  const grep = ['grep', '-I', '-E', '^[^#]*filter=', commit, '--', ':(top,glob)**/.gitattributes'];
  const found = (await gitOrNothing(grep, options))?.split('\n') ?? [];
  const filters = found.flatMap((line) => {
    const [, file = '', attributes = ''] = line.split(':');
    return [...attributes.matchAll(/filter=(\S+)/g)].map(([, name = '']) => ({ file, name }));
  });
  const lfs = filters.find(({ name }) => name === 'lfs');
  if (lfs) {
    const way = 'Its files would ship as pointers; commit them as they are.';
    throw notSupported(commit, `Git LFS (${lfs.file})`, way);
  }
  for (const name of new Set(filters.map((filter) => filter.name))) {
    report(`The filter "${name}" of .gitattributes is not run: its files are built as they are committed`);
  }
}

/** A partial clone has no more than it needed so far, and would fetch the rest while git runs. */
async function verifyComplete(commit: string, options: GitOptions, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    options.signal.throwIfAborted();
    if (error instanceof UsageError) throw error;
    const partial = await gitOrNothing(['config', '--get-regexp', '^remote\\..*\\.promisor$'], options);
    if (partial === undefined) throw error;
    throw new UsageError(
      'TREE_INCOMPLETE',
      `${options.cwd} is a partial clone that lacks files of commit ${commit.slice(0, 12)} (${gitComplaint(error)}). ` +
        'Deploy from where it was cloned, by --source or scm.repository, or fetch the rest: git fetch --refetch --no-filter',
      { cause: error },
    );
  }
}

function notSupported(commit: string, what: string, way: string): UsageError {
  return new UsageError(
    'TREE_NOT_SUPPORTED',
    `Commit ${commit.slice(0, 12)} uses ${what}, which sbw does not read. ${way}`,
  );
}
