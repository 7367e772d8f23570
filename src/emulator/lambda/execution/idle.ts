import type { ExecutionEnvironment } from './environment.js';
import type { EnvironmentLog } from './environment-log.js';

/** A started execution environment with its log stream. */
export interface LaunchedEnvironment {
  readonly environment: ExecutionEnvironment;
  readonly log: EnvironmentLog;
}

interface Waiting extends LaunchedEnvironment {
  readonly key: string;
  readonly timer: NodeJS.Timeout;
}

/** Frozen environments that wait for the next call. A key stands for one code with one set of settings. */
export class IdleEnvironments {
  readonly #idleTime: number;
  #waiting: Waiting[] = [];

  /** @param idleTime milliseconds after which an idle environment is ended */
  constructor(idleTime: number) {
    this.#idleTime = idleTime;
  }

  /** Returns the environment that became idle last, so that the older ones can reach their idle time. */
  take(key: string): LaunchedEnvironment | undefined {
    for (;;) {
      const found = this.#waiting.findLast((waiting) => waiting.key === key);
      if (found === undefined) return undefined;
      this.#remove(found);
      // Its process may have been killed without the host knowing it yet.
      if (found.environment.isReady) return found;
      found.environment.kill();
    }
  }

  keep(key: string, { environment, log }: LaunchedEnvironment): void {
    environment.freeze();
    const timer = setTimeout(() => this.#end(waiting), this.#idleTime);
    const waiting: Waiting = { key, environment, log, timer };
    this.#waiting.push(waiting);
  }

  forget(environment: ExecutionEnvironment): void {
    for (const waiting of this.#waiting.filter((one) => one.environment === environment))
      this.#remove(waiting);
  }

  /** Ends the environments whose key is not wanted. */
  retire(isWanted: (key: string) => boolean): void {
    for (const waiting of this.#waiting.filter(({ key }) => !isWanted(key))) this.#end(waiting);
  }

  #end(waiting: Waiting): void {
    this.#remove(waiting);
    waiting.environment.kill();
  }

  /** Removes the environment before its process ends, so that it receives no further call. */
  #remove(waiting: Waiting): void {
    clearTimeout(waiting.timer);
    this.#waiting = this.#waiting.filter((one) => one !== waiting);
  }
}
