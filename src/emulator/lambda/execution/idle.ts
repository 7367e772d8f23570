import type { ExecutionEnvironment } from './environment.js';
import type { EnvironmentLog } from './environment-log.js';

/** An execution environment and the log stream that it writes. */
export interface Place {
  readonly environment: ExecutionEnvironment;
  readonly log: EnvironmentLog;
}

interface Waiting extends Place {
  readonly key: string;
  readonly timer: NodeJS.Timeout;
}

/** Frozen environments that wait for the next call of the same code and settings, which `key` stands for. */
export class IdleEnvironments {
  readonly #idleTime: number;
  #waiting: Waiting[] = [];

  /** @param idleTime milliseconds after which a waiting one is ended */
  constructor(idleTime: number) {
    this.#idleTime = idleTime;
  }

  /** The one that waits for the shortest time, so that the others can be ended. */
  take(key: string): Place | undefined {
    for (;;) {
      const found = this.#waiting.findLast((waiting) => waiting.key === key);
      if (found === undefined) return undefined;
      this.#remove(found);
      // Somebody may have killed it, and the news not be here yet.
      if (found.environment.isReady) return found;
      found.environment.kill();
    }
  }

  keep(key: string, { environment, log }: Place): void {
    environment.freeze();
    const timer = setTimeout(() => this.#end(waiting), this.#idleTime);
    const waiting: Waiting = { key, environment, log, timer };
    this.#waiting.push(waiting);
  }

  forget(environment: ExecutionEnvironment): void {
    for (const waiting of this.#waiting.filter((one) => one.environment === environment))
      this.#remove(waiting);
  }

  /** Ends those whose key is no longer wanted. */
  retire(isWanted: (key: string) => boolean): void {
    for (const waiting of this.#waiting.filter(({ key }) => !isWanted(key))) this.#end(waiting);
  }

  #end(waiting: Waiting): void {
    this.#remove(waiting);
    waiting.environment.kill();
  }

  /** At once, before the process has ended: what is being killed takes no further call. */
  #remove(waiting: Waiting): void {
    clearTimeout(waiting.timer);
    this.#waiting = this.#waiting.filter((one) => one !== waiting);
  }
}
