import { type GitOptions, git } from './command.js';
import { printableLine } from './log.js';
import type { ChangedFile } from './types.js';

/** Neither of this machine's settings nor of the repository's attributes: the bytes themselves. */
const FLAGS = ['--no-ext-diff', '--no-textconv', '--no-renames', '--no-color', '-z'];

/**
 * The files in which two commits differ, by path.
 *
 * @param from a full commit id that the repository has
 * @param to likewise
 */
export async function changedFiles(from: string, to: string, options: GitOptions): Promise<ChangedFile[]> {
  const ask = (what: string) => git(['diff', ...FLAGS, what, from, to, '--'], options);
  const [statuses, counts] = await Promise.all([ask('--name-status'), ask('--numstat')]);
  const lines = new Map(counts.split('\0').filter(Boolean).map(readCounts));
  const parts = statuses.split('\0');
  const files: ChangedFile[] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const path = parts[at + 1] ?? '';
    files.push({
      path: printableLine(path),
      change: CHANGES[parts[at] ?? ''] ?? 'changed',
      ...lines.get(path),
    });
  }
  return files;
}

const CHANGES: Readonly<Record<string, ChangedFile['change']>> = { A: 'added', D: 'removed' };

/** Of a file that is no text git counts no lines. */
function readCounts(text: string): [string, Pick<ChangedFile, 'added' | 'removed'>] {
  const [added = '-', removed = '-', ...path] = text.split('\t');
  const isText = added !== '-' && removed !== '-';
  return [path.join('\t'), isText ? { added: Number(added), removed: Number(removed) } : {}];
}
