import { EmulatorError } from '../emulator-error.js';

const UNITS: Readonly<Record<string, number>> = {
  minute: 60_000,
  minutes: 60_000,
  hour: 3_600_000,
  hours: 3_600_000,
  day: 86_400_000,
  days: 86_400_000,
};

/**
 * Reads EventBridge's `rate(N unit)` and returns milliseconds. As on AWS, the unit is singular for 1 and plural for more.
 *
 * @throws EmulatorError UNSUPPORTED_SCHEDULE
 * @example parseRate('rate(5 minutes)') // 300000
 */
export function parseRate(expression: string): number {
  const match = /^rate\((\d+) (\w+)\)$/.exec(expression.trim());
  const count = Number(match?.[1]);
  const unit = match?.[2] ?? '';
  const milliseconds = UNITS[unit];
  if (milliseconds === undefined || count < 1 || unit.endsWith('s') !== count > 1) {
    throw new EmulatorError(
      'UNSUPPORTED_SCHEDULE',
      `The local stage cannot run the schedule "${expression}". It knows rate(1 minute), rate(5 minutes), rate(1 hour), rate(2 days) and the like; it does not know cron(…).`,
    );
  }
  return count * milliseconds;
}

/**
 * Returns when a schedule is due next. It skips due times that passed while nothing ran, and keeps the rhythm, so that a
 * start after a week fires nothing at once.
 *
 * @param due last known due time, epoch milliseconds, as `now`
 * @param interval milliseconds
 */
export function nextDue(due: number, interval: number, now: number): number {
  if (due > now) return due;
  return due + (Math.floor((now - due) / interval) + 1) * interval;
}
