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
import type { ChangedFile, CommitRange, Scm, ScmContext } from './types.js';

interface Repository {
  /** Where git is run. */
  readonly folder: string;
  /** Of superbowleto.yml below the root of the repository: '' or `some/folder/`. */
  readonly prefix: string;
  readonly store: ObjectStore;
  /** What it is a mirror of. */
  readonly url?: string;
}

/** Commits of a git repository: the one that holds superbowleto.yml, or the one that it names. */
export class GitScm implements Scm {
  readonly #definition: ScmDefinition;
  readonly #context: ScmContext;
  #repository: Promise<Repository> | undefined;

  constructor(definition: ScmDefinition, context: ScmContext) {
    this.#definition = definition;
    this.#context = context;
  }

  async resolve(ref: string): Promise<string> {
    const { folder, url } = await this.#open();
    if (ref === 'HEAD' && url !== undefined) return await fetchHead(url, folder, this.#context);
    return await resolveRef(ref, this.#name(folder), this.#options(folder));
  }

  async checkout(commit: string, folder: string): Promise<string> {
    const { folder: lender, prefix, store } = await this.#open();
    await layOutTree(commit, folder, { ...this.#options(lender), store, report: this.#context.report });
    return await folderOfTree(commit, folder, prefix);
  }

  async range(from: string, to: string): Promise<CommitRange> {
    const { folder } = await this.#open();
    return await commitRange(from, to, this.#options(folder));
  }

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
      const told = await git(['rev-parse', '--show-prefix', ...paths], this.#options(directory));
      const [prefix = '', objects = '', shallow = ''] = told.split('\n');
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
