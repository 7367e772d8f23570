import { setMaxListeners } from 'node:events';
import { constants } from 'node:os';
import { SuperbowletoError } from '../errors.js';

/** The reason of an aborted signal. Its exit code is the one that shells use for a process ended by that signal. */
export class Interrupted extends SuperbowletoError {
  override readonly exitCode: number;

  constructor(signal: keyof typeof constants.signals) {
    super('INTERRUPTED', `Interrupted by ${signal}. Running the same command again goes on.`);
    this.exitCode = 128 + constants.signals[signal];
  }
}

/**
 * Returns one abort signal for Ctrl-C, SIGTERM and a closed terminal. `release` restores Node's own handling. After the
 * first signal that happens too, so a second Ctrl-C ends the process at once.
 */
export function interruption(): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController();
  // Calls for all functions listen at once, and Node.js would warn of a leak.
  setMaxListeners(0, controller.signal);
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const onSignal = (name: NodeJS.Signals) => {
    release();
    controller.abort(new Interrupted(name));
  };
  const release = () => {
    for (const name of names) process.off(name, onSignal);
  };
  for (const name of names) process.on(name, onSignal);
  return { signal: controller.signal, release };
}

/** Returns a signal that aborts at the second interruption, for work that the first Ctrl-C lets finish. */
export function secondInterruption(first: AbortSignal): AbortSignal {
  const controller = new AbortController();
  first.addEventListener('abort', () => {
    const { signal } = interruption();
    signal.addEventListener('abort', () => controller.abort(signal.reason));
  });
  return controller.signal;
}
