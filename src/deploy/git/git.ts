import { join } from 'node:path';
import { UsageError } from '../../errors.js';
import type { ScmDefinition } from '../../project/index.js';
import { changedFiles } from './changes.js';
import { type GitOptions, git, gitComplaint } from './command.js';
import { commitRange } from './log.js';
import { fetchHead, fetchMirror } from './mirror.js';
import { resolveRef } from './ref.js';
import { locateRepository, withoutPassword } from './repository.js';
import { folderOfTree, layOutTree, type ObjectStore } from './tree.js';
import type { ChangedFile, CommitRange, GitContext } from './types.js';

interface Repository {
  /** Folder in which git runs. */
  readonly folder: string;
  /** Folder of superbowleto.yml below the root of the repository: '' or `some/folder/`. */
  readonly prefix: string;
  readonly store: ObjectStore;
  /** URL that the folder mirrors; absent for a repository that is used in place. */
  readonly url?: string;
}

/** Reads commits of a git repository: the one that holds superbowleto.yml, or the one that `scm.repository` names. */
export class GitSource {
  readonly #definition: ScmDefinition;
  readonly #context: GitContext;
  #repository: Promise<Repository> | undefined;

  constructor(definition: ScmDefinition, context: GitContext) {
    this.#definition = definition;
    this.#context = context;
  }

  /**
   * Returns the full id of the commit that `ref` names now.
   *
   * @throws {UsageError} NO_REPOSITORY, REPOSITORY_INVALID, REF_INVALID, UNKNOWN_REF, AMBIGUOUS_REF
   * @throws {SuperbowletoError} REPOSITORY_UNREACHABLE, CACHE_NOT_WRITABLE
   */
  async resolve(ref: string): Promise<string> {
    const { folder, url } = await this.#open();
    if (ref === 'HEAD' && url !== undefined) return await fetchHead(url, folder, this.#context);
    return await resolveRef(ref, this.#name(folder), this.#options(folder));
  }

  /**
   * Checks out a commit, and nothing else, in an empty folder.
   *
   * @returns the folder in it that corresponds to the one of superbowleto.yml
   * @throws {UsageError} TREE_NOT_SUPPORTED, TREE_INCOMPLETE, FOLDER_MISSING
   */
  async checkout(commit: string, folder: string): Promise<string> {
    const { folder: lender, prefix, store } = await this.#open();
    await layOutTree(commit, folder, { ...this.#options(lender), store, report: this.#context.report });
    return await folderOfTree(commit, folder, prefix);
  }

  /**
   * Compares two commits by their full ids.
   *
   * @param from need not be in the repository
   * @param to must be in the repository
   */
  async range(from: string, to: string): Promise<CommitRange> {
    const { folder } = await this.#open();
    return await commitRange(from, to, this.#options(folder));
  }

  /** Lists the files in which two commits differ, by path. Both must be in the repository. */
  async changes(from: string, to: string): Promise<ChangedFile[]> {
    const { folder } = await this.#open();
    return await changedFiles(from, to, this.#options(folder));
  }

  #open(): Promise<Repository> {
    this.#repository ??= this.#find();
    return this.#repository;
  }

  async #find(): Promise<Repository> {
    const { repository } = this.#definition;
    const { directory } = this.#context.project;
    if (repository !== undefined) {
      const url = locateRepository(repository, directory);
      const folder = await fetchMirror(url, this.#context);
      const store = { objects: join(folder, 'objects'), shallow: join(folder, 'shallow') };
      return { folder, prefix: '', store, url };
    }
    try {
      const paths = ['--path-format=absolute', '--git-path', 'objects', '--git-path', 'shallow'];
      const output = await git(['rev-parse', '--show-prefix', ...paths], this.#options(directory));
      const [prefix = '', objects = '', shallow = ''] = output.split('\n');
      return { folder: directory, prefix, store: { objects, shallow } };
    } catch (error) {
      this.#context.signal.throwIfAborted();
      throw new UsageError(
        'NO_REPOSITORY',
        `${directory} is in no git repository that can be read (${gitComplaint(error)}). Name one as scm.repository.`,
        { cause: error },
      );
    }
  }

  #name(folder: string): string {
    return withoutPassword(this.#definition.repository ?? folder);
  }

  #options(cwd: string): GitOptions {
    return { cwd, signal: this.#context.signal };
  }
}
