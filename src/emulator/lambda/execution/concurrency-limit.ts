interface Slots {
  used: number;
  readonly waiting: (() => void)[];
}

/**
 * Limits how many environments of one function work at the same time. Lambda adds machines for more calls, but a laptop
 * cannot: fifty processes that start at once make all calls fail. So calls beyond the limit wait, in order of arrival.
 */
export class ConcurrencyLimit {
  readonly #limit: number;
  readonly #functions = new Map<string, Slots>();

  /** @param limit environments of one function at work at the same time */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Waits for a free slot. Returns a function to call once when the invocation ends. */
  async enter(functionName: string): Promise<() => void> {
    const slots = this.#functions.get(functionName) ?? { used: 0, waiting: [] };
    this.#functions.set(functionName, slots);
    if (slots.used < this.#limit) slots.used += 1;
    else await new Promise<void>((resolve) => slots.waiting.push(resolve));
    return () => this.#leave(functionName, slots);
  }

  /** Passes the slot directly to the call that has waited longest, so that no later call can take it. */
  #leave(functionName: string, slots: Slots): void {
    const next = slots.waiting.shift();
    if (next) {
      next();
      return;
    }
    slots.used -= 1;
    if (slots.used === 0) this.#functions.delete(functionName);
  }
}
