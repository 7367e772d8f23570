import { type GitOptions, git } from './command.js';
import { printableLine } from './log.js';
import type { ChangedFile } from './types.js';

/** Compares the bytes alone, without the machine's settings and the repository's attributes. */
const FLAGS = ['--no-ext-diff', '--no-textconv', '--no-renames', '--no-color', '-z'];

/**
 * Lists the files in which two commits differ, by path.
 *
 * @param from a full commit id that the repository has
 * @param to likewise
 */
export async function changedFiles(from: string, to: string, options: GitOptions): Promise<ChangedFile[]> {
  const diff = (format: string) => git(['diff', ...FLAGS, format, from, to, '--'], options);
  const [statuses, counts] = await Promise.all([diff('--name-status'), diff('--numstat')]);
  const lines = new Map(counts.split('\0').filter(Boolean).map(readCounts));
  const parts = statuses.split('\0');
  const files: ChangedFile[] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const path = parts[at + 1] ?? '';
    const change = CHANGES[parts[at] ?? ''] ?? 'changed';
    files.push({ path: printableLine(path), change, ...lines.get(path) });
  }
  return files;
}

const CHANGES: Readonly<Record<string, ChangedFile['change']>> = { A: 'added', D: 'removed' };

/** Reads one line of `--numstat`. For a binary file git prints `-` instead of numbers. */
function readCounts(text: string): [string, Pick<ChangedFile, 'added' | 'removed'>] {
  const [added = '-', removed = '-', ...path] = text.split('\t');
  const isText = added !== '-' && removed !== '-';
  return [path.join('\t'), isText ? { added: Number(added), removed: Number(removed) } : {}];
}
