import { Flags } from '@oclif/core';
import { UsageError } from '../errors.js';

const UNITS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/**
 * Parses a number with a unit into milliseconds; returns undefined for anything else.
 *
 * @example parseDuration('10m') // 600000
 */
export function parseDuration(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d{1,6})([smhdw])$/.exec(text) ?? [];
  return count === undefined ? undefined : Number(count) * (UNITS[unit] ?? 0);
}

/** A flag whose value is a duration: `10m` becomes milliseconds. */
export const durationFlag = Flags.custom<number>({
  helpValue: 'TIME',
  async parse(text) {
    const milliseconds = parseDuration(text);
    if (milliseconds !== undefined) return milliseconds;
    throw new UsageError('DURATION_UNCLEAR', `"${text}" is no duration. Say 30s, 10m, 2h or 1d.`);
  },
});
