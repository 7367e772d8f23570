import type { Release } from '../../operations/index.js';
import { table } from '../../report.js';
import { findCurrent, shortId } from '../release/log.js';

const COLUMNS = ['', 'RELEASE', 'STATE', 'KIND', 'REF', 'COMMIT', 'WHO', 'WHEN'] as const;

/** Lays out the release log as a table with a heading, newest first; `*` marks the release in service. */
export function describeReleases(log: readonly Release[], environment: string): string {
  if (log.length === 0) return noReleaseYet(environment);
  return table([COLUMNS, ...log.map((release) => cellsOf(log, release))]);
}

/** As `describeReleases`, for a chat room: no heading and no columns. */
export function describeLog(log: readonly Release[], environment: string): string {
  if (log.length === 0) return noReleaseYet(environment);
  return log.map((release) => cellsOf(log, release).filter(Boolean).join(' ')).join('\n');
}

function noReleaseYet(environment: string): string {
  return `Nothing was released to ${environment} yet.`;
}

function cellsOf(log: readonly Release[], release: Release): string[] {
  const { state, ref, commit, who, host, startedAt } = release;
  const mark = release === findCurrent(log) ? '*' : '';
  const kind = describeKind(release);
  return [mark, shortId(release), state, kind, ref, commit.slice(0, 12), `${who}@${host}`, startedAt];
}

function describeKind({ kind, to, id }: Release): string {
  return kind === 'rollback' ? `rollback to ${shortId({ id: to ?? id })}` : 'deploy';
}
