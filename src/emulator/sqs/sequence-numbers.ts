/** The numbers that show the order of a FIFO queue: 20 digits, growing, also over a restart since they start with the time. */
export class SequenceNumbers {
  #last = 0n;

  /** @param now milliseconds since 1970 */
  next(now: number): string {
    const fromTime = BigInt(now) * 1_000_000n;
    this.#last = fromTime > this.#last ? fromTime : this.#last + 1n;
    return this.#last.toString().padStart(20, '1');
  }
}
