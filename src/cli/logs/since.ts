import { UsageError } from '../../errors.js';
import { parseDuration } from '../duration.js';

/**
 * Parses a time in the past: a duration before now, or a date and time in ISO 8601 (local time without a zone).
 *
 * @throws {UsageError} SINCE_UNCLEAR
 * @example readSince('10m', new Date('2026-11-24T12:00:00Z')) // 2026-11-24T11:50:00.000Z
 */
export function readSince(text: string, now: Date): Date {
  const ago = parseDuration(text);
  if (ago !== undefined) return new Date(now.getTime() - ago);
  const moment = /^\d{4}-\d\d-\d\d/.test(text) ? new Date(text) : undefined;
  if (moment && !Number.isNaN(moment.getTime())) return moment;
  throw new UsageError(
    'SINCE_UNCLEAR',
    `--since "${text}" is no time. Say how long ago (30s, 10m, 2h, 1d) or when (2026-11-24T12:00:00Z).`,
  );
}
