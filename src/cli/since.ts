import { UsageError } from '../errors.js';

const UNITS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/**
 * A moment in the past: so long ago, or a date and time as ISO 8601 writes it (without a zone, the machine's own).
 *
 * @throws {UsageError} SINCE_UNCLEAR
 * @example readSince('10m', new Date('2026-11-24T12:00:00Z')) // 2026-11-24T11:50:00.000Z
 */
export function readSince(text: string, now: Date): Date {
  const [, count, unit = ''] = /^(\d{1,6})([smhdw])$/.exec(text) ?? [];
  if (count !== undefined) return new Date(now.getTime() - Number(count) * (UNITS[unit] ?? 0));
  const moment = /^\d{4}-\d\d-\d\d/.test(text) ? new Date(text) : undefined;
  if (moment && !Number.isNaN(moment.getTime())) return moment;
  throw new UsageError(
    'SINCE_UNCLEAR',
    `--since "${text}" is no time. Say how long ago (30s, 10m, 2h, 1d) or when (2026-11-24T12:00:00Z).`,
  );
}
