/** Far more than Slack sends within the hour in which it may repeat an event. */
const CAPACITY = 10_000;

/** Remembers the latest keys, to recognize the events that Slack sends again. */
export class RecentKeys {
  readonly #keys = new Set<string>();

  /** Adds a key. Returns false when it was there already. */
  add(key: string): boolean {
    if (this.#keys.has(key)) return false;
    this.#keys.add(key);
    const [oldest] = this.#keys;
    if (this.#keys.size > CAPACITY && oldest !== undefined) this.#keys.delete(oldest);
    return true;
  }
}
