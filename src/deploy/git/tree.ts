import { existsSync } from 'node:fs';
import { copyFile, mkdir, realpath, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UsageError } from '../../errors.js';
import type { Report } from '../../report.js';
import { type GitOptions, git, gitOrNothing } from './command.js';

/** Absolute paths: the folder of a repository's objects, and the file that lists where a shallow clone ends. */
export interface ObjectStore {
  readonly objects: string;
  readonly shallow: string;
}

/** Options for `layOutTree`; `cwd` is the repository that has the commit. */
export interface TreeOptions extends GitOptions {
  readonly store: ObjectStore;
  readonly report: Report;
}

/**
 * Checks out one commit in `folder`, as a repository of its own that borrows the other one's objects. So no working
 * tree, index, hook or setting of the other repository or of the machine can change the result.
 *
 * @throws {UsageError} TREE_NOT_SUPPORTED for submodules and Git LFS; TREE_INCOMPLETE where a file is missing
 */
export async function layOutTree(commit: string, folder: string, options: TreeOptions): Promise<void> {
  const here: GitOptions = { ...options, cwd: folder, reach: 'nothing' };
  await Promise.all([
    verifyNoSubmodule(commit, options),
    verifyFilters(commit, options),
    git(['init', '--quiet', '--template=', '.'], here),
  ]);
  await borrowObjects(folder, options.store);
  await git(['checkout', '--quiet', '--detach', commit], here);
  // git leaves out a file that it cannot read, with a warning but no error.
  const missing = await git(['ls-files', '--deleted'], here);
  if (missing !== '') throw await treeIncomplete(commit, missing.split('\n'), options);
}

/**
 * Returns the folder of a tree that corresponds to the one of superbowleto.yml.
 *
 * @param prefix '' or `some/folder/`
 * @throws {UsageError} FOLDER_MISSING when the commit has no such folder, or a symbolic link in the path
 */
export async function folderOfTree(commit: string, folder: string, prefix: string): Promise<string> {
  const wanted = resolve(await realpath(folder), prefix);
  const found = await realpath(wanted).catch(() => undefined);
  if (found === wanted) return resolve(folder, prefix);
  const text = `Commit ${commit.slice(0, 12)} has no folder ${prefix}, where superbowleto.yml lies here.`;
  throw new UsageError('FOLDER_MISSING', text);
}

async function borrowObjects(folder: string, { objects, shallow }: ObjectStore): Promise<void> {
  await mkdir(join(folder, '.git/objects/info'), { recursive: true });
  await writeFile(join(folder, '.git/objects/info/alternates'), `${objects}\n`);
  if (existsSync(shallow)) await copyFile(shallow, join(folder, '.git/shallow'));
}

async function treeIncomplete(
  commit: string,
  missing: readonly string[],
  options: GitOptions,
): Promise<UsageError> {
  const promisor = await gitOrNothing(['config', '--get-regexp', '^remote\\..*\\.promisor$'], options);
  const fix =
    promisor === undefined
      ? 'It is damaged: see git fsck.'
      : 'It is a partial clone: deploy from where it was cloned, by --source or scm.repository, or fetch the rest: git fetch --refetch --no-filter';
  const files = missing.length === 1 ? missing[0] : `${missing[0]} and ${missing.length - 1} more`;
  return new UsageError(
    'TREE_INCOMPLETE',
    `${options.cwd} does not have all of commit ${commit.slice(0, 12)}: ${files}. ${fix}`,
  );
}

async function verifyNoSubmodule(commit: string, options: GitOptions): Promise<void> {
  const listed = await git(['ls-tree', '-r', '--full-tree', '-z', commit], options);
  const entries = listed.split('\0');
  const submodule = entries.find((entry) => entry.startsWith('160000 '))?.split('\t')[1];
  if (submodule === undefined) return;
  throw notSupported(commit, `the submodule ${submodule}`, 'A deploy ships what is committed itself.');
}

/** Throws for Git LFS, and reports every other filter. A filter is a command for git to run on a file; none is run here. */
async function verifyFilters(commit: string, options: TreeOptions): Promise<void> {
  const grep = ['grep', '-I', '-E', '^[^#]*filter=', commit, '--', ':(top,glob)**/.gitattributes'];
  const found = (await gitOrNothing(grep, options))?.split('\n') ?? [];
  const filters = found.flatMap((line) => {
    const [, file = '', attributes = ''] = line.split(':');
    return [...attributes.matchAll(/filter=(\S+)/g)].map(([, name = '']) => ({ file, name }));
  });
  const lfs = filters.find(({ name }) => name === 'lfs');
  if (lfs) {
    const advice = 'Its files would ship as pointers; commit them as they are.';
    throw notSupported(commit, `Git LFS (${lfs.file})`, advice);
  }
  for (const name of new Set(filters.map((filter) => filter.name))) {
    options.report(
      `The filter "${name}" of .gitattributes is not run: its files are built as they are committed`,
    );
  }
}

function notSupported(commit: string, what: string, advice: string): UsageError {
  return new UsageError(
    'TREE_NOT_SUPPORTED',
    `Commit ${commit.slice(0, 12)} uses ${what}, which sbw does not read. ${advice}`,
  );
}
