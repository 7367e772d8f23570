import { setMaxListeners } from 'node:events';
import { constants } from 'node:os';
import { SuperbowletoError } from '../errors.js';

/** Thrown through an aborted signal; its exit code is what a shell expects of a process ended by that signal. */
export class Interrupted extends SuperbowletoError {
  override readonly exitCode: number;

  constructor(signal: keyof typeof constants.signals) {
    super('INTERRUPTED', `Interrupted by ${signal}. Running the same command again goes on.`);
    this.exitCode = 128 + constants.signals[signal];
  }
}

/**
 * One abort signal for Ctrl-C, SIGTERM and a closed terminal. `release` gives the signals back to Node;
 * a second Ctrl-C ends the process at once.
 */
export function interruption(): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController();
  // A call of each function listens to it at the same time, which Node.js would warn of as a leak.
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

/** Aborted by the next such signal after `first` was: for work that one Ctrl-C lets come to its end. */
export function secondInterruption(first: AbortSignal): AbortSignal {
  const controller = new AbortController();
  first.addEventListener('abort', () => {
    const { signal } = interruption();
    signal.addEventListener('abort', () => controller.abort(signal.reason));
  });
  return controller.signal;
}
