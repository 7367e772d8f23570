import type { Call } from '../../src/local/index.js';

/**
 * The time in which a deploy moves the aliases, as the stage sees it: from the first move until the first read after the
 * last move. Lambda moves one alias per call, so that the functions differ during this time.
 */
export class MoveWindow {
  #start = Number.POSITIVE_INFINITY;
  #end = Number.POSITIVE_INFINITY;

  /** Must be given every call to the stage. */
  observe({ method, path }: Call): void {
    if (method === 'PUT' && path.endsWith('/aliases/current')) {
      this.#start = Math.min(this.#start, Date.now());
      this.#end = Number.POSITIVE_INFINITY;
    } else if (method === 'GET' && this.#start < this.#end && !Number.isFinite(this.#end)) {
      this.#end = Date.now();
    }
  }

  /** Epoch milliseconds; infinite before the first move. */
  get start(): number {
    return this.#start;
  }

  /** Epoch milliseconds; infinite before the read that ends the window. */
  get end(): number {
    return this.#end;
  }
}
