import type { Call } from '../../src/local/index.js';

/**
 * The time in which aliases move, as the stage sees it: from the first move until something is read after the last.
 * Lambda moves one alias a call, so that functions differ for as long as this.
 */
export class MoveWindow {
  #start = Number.POSITIVE_INFINITY;
  #end = Number.POSITIVE_INFINITY;

  /** Looks at every call to the stage. */
  see({ method, path }: Call): void {
    if (method === 'PUT' && path.endsWith('/aliases/current')) {
      this.#start = Math.min(this.#start, Date.now());
      this.#end = Number.POSITIVE_INFINITY;
    } else if (method === 'GET' && this.#start < this.#end && !Number.isFinite(this.#end)) {
      this.#end = Date.now();
    }
  }

  /** Epoch milliseconds; infinite while it has not come. */
  get start(): number {
    return this.#start;
  }

  get end(): number {
    return this.#end;
  }
}
