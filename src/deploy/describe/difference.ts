import { table } from '../../report.js';
import type { Difference, DifferenceRange } from '../diff.js';
import type { ChangedFile } from '../git/types.js';
import { describeCommits, indent, short } from './plan.js';

/** Describes what a commit has that the environment does not serve, and the reverse: the commits, then the files. */
export function describeDifference({ environment, ref, commit, ranges, unknown }: Difference): string {
  const what = `${ref} (commit ${commit})`;
  const parts = ranges.flatMap((range) => describeRange(range, environment, ranges.length > 1));
  if (unknown.length > 0) {
    parts.push(`No deploy of sbw made what serves in ${unknown.join(', ')}; what lies between is not known.`);
  }
  if (parts.length === 0) return `${what} is in service in ${environment}.`;
  return [`${what}, and what is in service in ${environment}:`, ...parts].join('\n\n');
}

function describeRange(range: DifferenceRange, environment: string, isOneOfMany: boolean): string[] {
  const { from, relation, functions, files } = range;
  const since = `${short(from)}${isOneOfMany ? ` (in ${functions.join(', ')})` : ''}`;
  if (relation === 'same') {
    return isOneOfMany ? [`In service already in ${functions.join(', ')} of ${environment}.`] : [];
  }
  if (files === null) return [`The repository does not have ${since}: what lies between is not known.`];
  return [
    ...describeCommits(`come into service since ${since}`, range.commits, range.ahead),
    ...describeCommits(`go out of service with ${since}`, range.dropped, range.behind),
    describeFiles(files, since),
  ];
}

function describeFiles(files: readonly ChangedFile[], since: string): string {
  if (files.length === 0) return `No file differs from ${since}.`;
  const shown = files.slice(0, SHOWN_FILES);
  const rows = shown.map(({ path, change, added, removed }) => [
    change,
    added === undefined ? '' : `+${added}`,
    removed === undefined ? '' : `-${removed}`,
    path,
  ]);
  const count = files.length === 1 ? '1 file differs' : `${files.length} files differ`;
  const rest = files.length > shown.length ? `\n  and ${files.length - shown.length} more` : '';
  return `${count} from ${since}:\n${indent(table(rows))}${rest}`;
}

/** `--json` has the whole list. */
const SHOWN_FILES = 100;
