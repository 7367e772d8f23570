import type { Clock } from '../../clock.js';

/** The banks that did not answer in time, as this execution environment saw it. */
export interface SlowBanks {
  /** Whether a bank was too slow within the last half minute. */
  includes(issuer: string): boolean;
  /** Records whether a bank answered in time. */
  record(issuer: string, isInTime: boolean): void;
}

/** Milliseconds for which a POST does not wait for a bank that was too slow. */
const PAUSE = 30_000;

/**
 * Remembers slow banks. An execution environment has one call in flight and does not see the calls of the others, so no
 * environment can hold a budget of calls. Each one spends its own: after one call that was too slow, it makes none for
 * half a minute.
 */
export function createSlowBanks(clock: Pick<Clock, 'now'>): SlowBanks {
  const until = new Map<string, number>();
  return {
    includes: (issuer) => (until.get(issuer) ?? 0) > clock.now().getTime(),
    record(issuer, isInTime) {
      if (isInTime) until.delete(issuer);
      else until.set(issuer, clock.now().getTime() + PAUSE);
    },
  };
}
