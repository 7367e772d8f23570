/** The sequence numbers of a FIFO queue: 20 digits, ascending. They derive from the time, and so ascend over a restart. */
export class SequenceNumbers {
  #last = 0n;

  /** Returns the next number. @param now milliseconds since 1970 */
  next(now: number): string {
    const fromTime = BigInt(now) * 1_000_000n;
    this.#last = fromTime > this.#last ? fromTime : this.#last + 1n;
    return this.#last.toString().padStart(20, '1');
  }
}
