import { table } from '../../report.js';
import type { PruneResult } from '../prune.js';

/** Lists what was deleted or would be, one row each, then counts it. */
export function describePrune({
  environment,
  keep,
  dryRun,
  versions,
  artifacts,
  notes,
}: PruneResult): string {
  const rows = [
    ...versions.map(({ name, version = '', status, reason = '' }) => [
      word(status),
      version ? `version ${version} of ${name}` : `versions of ${name}`,
      reason,
    ]),
    ...artifacts.map(({ key, size, status, reason = '' }) => [
      word(status),
      `${key} (${mebibytes(size)} MiB)`,
      reason,
    ]),
  ];
  const done = [...versions, ...artifacts].filter(({ status }) => status !== 'failed').length;
  const what = `of ${environment} that the newest ${keep} releases do not use`;
  const sum =
    rows.length === 0
      ? `There is nothing ${what}.`
      : `${dryRun ? 'Would delete' : 'Deleted'} ${done} of ${rows.length} ${what}.`;
  return [...(rows.length > 0 ? [table(rows)] : []), ...notes, sum].join('\n');
}

function word(status: PruneResult['versions'][number]['status']): string {
  return status === 'to-delete' ? 'would delete' : status;
}

function mebibytes(size: number): string {
  return (size / 1024 / 1024).toFixed(1);
}
