import type { Clock } from '../clock.js';
import { LockHeldError } from '../errors.js';
import type { Report } from '../report.js';

export interface WaitOptions {
  readonly clock: Clock;
  readonly report: Report;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds to wait in all; 0: not at all. */
  readonly wait: number;
}

const POLL_MILLISECONDS = 2_000;
const REPORT_MILLISECONDS = 30_000;

/**
 * Calls `attempt` again while it throws LOCK_HELD and there is time left. Reports the holder at once, when it changes,
 * and every half minute.
 *
 * @throws {LockHeldError} LOCK_HELD of the last attempt
 * @throws the signal's reason
 */
export async function retryWhileHeld<Result>(
  { clock, report, signal, wait }: WaitOptions,
  attempt: () => Promise<Result>,
): Promise<Result> {
  const deadline = clock.now().getTime() + wait;
  let reported = { text: '', at: 0 };
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const now = clock.now().getTime();
      if (!(error instanceof LockHeldError) || now >= deadline) throw error;
      if (error.held !== reported.text || now >= reported.at + REPORT_MILLISECONDS) {
        reported = { text: error.held, at: now };
        report(`Waiting, ${inWords(deadline - now)} at most: ${error.held}`);
      }
      // Jitter: processes that wait together must not ask together.
      await clock.sleep(Math.min(deadline - now, POLL_MILLISECONDS * (0.5 + Math.random())), signal);
    }
  }
}

/** @example inWords(90_000) // '1 m 30 s' */
function inWords(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  return [minutes > 0 ? `${minutes} m` : '', rest > 0 || minutes === 0 ? `${rest} s` : '']
    .filter(Boolean)
    .join(' ');
}
