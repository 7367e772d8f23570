import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A real git repository in a temporary folder, on branch `main`. */
export class GitRepository {
  readonly folder = mkdtempSync(join(tmpdir(), 'sbw-repository-'));

  constructor() {
    this.git('init', '--quiet', '--initial-branch=main');
    const settings =
      '[user]\n\tname = Tester\n\temail = tester@example.com\n[commit]\n\tgpgsign = false\n[gc]\n\tauto = 0\n';
    appendFileSync(join(this.folder, '.git/config'), settings);
  }

  /** Runs git in the repository and returns what it printed. */
  git(...args: string[]): string {
    return execFileSync('git', args, { cwd: this.folder, encoding: 'utf8' }).trim();
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [name, content] of Object.entries(files)) {
      const path = join(this.folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
  }

  /** Writes the files and commits everything. @returns the full commit id */
  commit(files: Readonly<Record<string, string>>, message = 'change'): string {
    this.write(files);
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '-m', message);
    return this.git('rev-parse', 'HEAD');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
