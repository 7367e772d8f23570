import { printable } from '../../report.js';
import { type GitOptions, git, gitOrNothing } from './command.js';
import type { Commit, CommitRange } from './types.js';

/** A longer range lists its newest commits; `ahead` and `behind` count all of them. */
const LISTED = 100;
const FORMAT = ['%H', '%cI', '%an', '%s'].join('%x1f');

/**
 * Compares two commits, and lists the commits between them.
 *
 * @param from a full commit id, which the repository need not have
 * @param to a full commit id that it has
 */
export async function commitRange(from: string, to: string, options: GitOptions): Promise<CommitRange> {
  if (from === to) return { from, relation: 'same', ahead: 0, behind: 0, commits: [], dropped: [] };
  if (!(await hasCommit(from, options))) return { from, relation: 'unknown', commits: [], dropped: [] };
  const counts = await git(['rev-list', '--left-right', '--count', `${from}...${to}`], options);
  const [behind = 0, ahead = 0] = counts.split('\t').map(Number);
  const [commits, dropped] = await Promise.all([list(from, to, options), list(to, from, options)]);
  return { from, relation: relationOf(ahead, behind), ahead, behind, commits, dropped };
}

async function hasCommit(commit: string, options: GitOptions): Promise<boolean> {
  const found = await gitOrNothing(['rev-parse', '--verify', '--quiet', `${commit}^{commit}`], options).catch(
    () => undefined,
  );
  return found !== undefined;
}

function relationOf(ahead: number, behind: number): CommitRange['relation'] {
  if (behind === 0) return 'ahead';
  return ahead === 0 ? 'behind' : 'diverged';
}

async function list(from: string, to: string, options: GitOptions): Promise<Commit[]> {
  const args = ['log', '--no-show-signature', '--no-color', `--max-count=${LISTED}`, `--format=${FORMAT}`];
  const text = await git([...args, `${from}..${to}`, '--'], options);
  return text.split('\n').filter(Boolean).map(parse);
}

function parse(line: string): Commit {
  const [commit = '', date = '', author = '', subject = ''] = line.split('\x1f').map(printableLine);
  return { commit, date, author, subject };
}

/** Makes a name or a line from a commit safe for a terminal, and keeps it on one line. */
export function printableLine(text: string): string {
  return printable(text).replace(/[\n\t]/g, '');
}
