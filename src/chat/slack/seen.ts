/** How many are remembered: far more than Slack sends in the hour in which it repeats an event. */
const REMEMBERED = 10_000;

/** Tells what comes a second time: Slack repeats what it believes was not received. */
export class Seen {
  readonly #keys = new Set<string>();

  /** @returns whether it was there already */
  has(key: string): boolean {
    if (this.#keys.has(key)) return true;
    this.#keys.add(key);
    const [oldest] = this.#keys;
    if (this.#keys.size > REMEMBERED && oldest !== undefined) this.#keys.delete(oldest);
    return false;
  }
}
