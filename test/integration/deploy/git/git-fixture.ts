import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitSource } from '../../../../src/deploy/git/git.js';
import { GitRepository } from '../../../support/git-repository.js';

export interface GitFixture {
  readonly repository: GitRepository;
  /** For everything else that a test writes. */
  readonly folder: string;
  /** @param options.repository what `scm.repository` names; left out, the repository that the project is in */
  source(options?: { repository?: string; directory?: string }): GitSource;
  /** Checks out a commit. Returns the content of each file by its name. */
  checkout(from: GitSource, commit: string): Promise<Record<string, string>>;
}

/** Gives each test of the calling suite a new repository and a new folder. */
export function useGitRepository(): GitFixture {
  let repository: GitRepository;
  let folder: string;

  beforeEach(() => {
    repository = new GitRepository();
    folder = mkdtempSync(join(tmpdir(), 'sbw-git-'));
  });
  afterEach(() => {
    repository.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  return {
    get repository() {
      return repository;
    },
    get folder() {
      return folder;
    },
    source({ repository: named, directory = repository.folder } = {}) {
      const { signal } = new AbortController();
      return new GitSource(
        { type: 'git', ...(named !== undefined && { repository: named }) },
        { project: { directory }, cache: join(folder, 'cache'), report: () => undefined, signal },
      );
    },
    async checkout(from, commit) {
      const tree = mkdtempSync(join(folder, 'tree-'));
      const root = await from.checkout(commit, tree);
      const names = readdirSync(root, { recursive: true, encoding: 'utf8', withFileTypes: true });
      const files = names.filter((entry) => entry.isFile() && !entry.parentPath.includes('.git'));
      return Object.fromEntries(
        files.map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), 'utf8')]),
      );
    },
  };
}
