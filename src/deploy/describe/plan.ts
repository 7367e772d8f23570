import { table } from '../../report.js';
import type { ServedRange } from '../git/ranges.js';
import type { CommitRange } from '../git/types.js';
import type { Plan, PlannedMigrations } from '../release/plan.js';

/**
 * Describes a plan: every function, the commits that would come into service and go out of it, the migrations, and the
 * warnings.
 */
export function describePlan(plan: Plan): string {
  const { ref, commit, environment, changes, functions, ranges, migrations, warnings } = plan;
  const what = `${ref} (commit ${commit})`;
  const counted = functions.filter(({ change }) => change === 'update').length;
  const head = changes
    ? `${what} would change ${counted} of ${functions.length} functions in ${environment}:`
    : `${what} is in service in ${environment} already; nothing would be changed.`;
  const rows = functions.map(({ name, change, version, commit, reasons }) => [
    name,
    change === 'update' ? 'update' : 'unchanged',
    `version ${version}`,
    commit === null ? 'unknown' : short(commit),
    reasons.join(', '),
  ]);
  const parts = [`${head}\n${indent(table(rows))}`];
  for (const range of ranges) parts.push(...describeRange(range, ranges.length > 1));
  if (migrations) parts.push(describeMigrations(migrations));
  if (warnings.length > 0) parts.push(warnings.map((warning) => `Warning: ${warning}`).join('\n'));
  return parts.join('\n\n');
}

function describeRange({ functions, ...range }: ServedRange, isOneOfMany: boolean): string[] {
  const where = isOneOfMany ? ` (in ${functions.join(', ')})` : '';
  const since = `${short(range.from)}${where}`;
  return [
    ...describeCommits(`come into service since ${since}`, range.commits, range.ahead),
    ...describeCommits(`go out of service with ${since}`, range.dropped, range.behind),
  ];
}

/** Lists commits below a heading. Returns nothing when there are none. */
export function describeCommits(what: string, commits: CommitRange['commits'], count = 0): string[] {
  if (count === 0) return [];
  const shown = commits.slice(0, SHOWN);
  const rows = shown.map(({ commit, date, author, subject }) => [
    short(commit),
    date.slice(0, 10),
    author,
    subject,
  ]);
  const rest = count > shown.length ? `\n  and ${count - shown.length} more` : '';
  return [`${count === 1 ? '1 commit' : `${count} commits`} would ${what}:\n${indent(table(rows))}${rest}`];
}

/** `--json` has the whole list. */
const SHOWN = 20;

function describeMigrations({ pending, unknown }: PlannedMigrations): string {
  const lines = [...unknown];
  if (pending?.length === 0) lines.push('No migration is pending.');
  if (pending && pending.length > 0) {
    const names = pending.map((name) => `  ${name}`).join('\n');
    lines.push(
      `Pending migrations, which sbw deploy --migrate applies before the new code comes into service:\n${names}`,
    );
  }
  return lines.join('\n');
}

export function short(commit: string): string {
  return commit.slice(0, 12);
}

export function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}
