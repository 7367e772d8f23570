import { Journal } from '../../emulator/journal.js';

/** What a simulated bank stores under one key: how often it was asked, and the titles it registered. */
export interface TitleRecord<Title> {
  readonly key: string;
  /** Number of requests to register, whatever the bank answered. */
  readonly posts: number;
  /** Number of requests that asked about the title. */
  readonly gets: number;
  /** More than one only at a bank that allocates the number itself. */
  readonly titles: readonly Title[];
}

/** The counts that a test compares; `titles` is the number of titles registered. */
export interface TitleCount {
  readonly key: string;
  readonly titles: number;
  readonly posts: number;
  readonly gets: number;
}

/** How many requests the simulator remembers, the latest ones. */
const REMEMBERED = 1_000;

/** The titles of a simulated bank. They are on disk and outlive a restart of the stage. */
export class Titles<Title> {
  readonly #journal: Journal<TitleRecord<Title>>;
  /** What was sent last under each key, in memory only: it names payers. */
  readonly #sent = new Map<string, unknown>();

  constructor(file: string) {
    this.#journal = new Journal(file);
  }

  /** Returns the record of a key; an empty one when the bank has none. */
  find(key: string): TitleRecord<Title> {
    return this.#journal.get(key) ?? { key, posts: 0, gets: 0, titles: [] };
  }

  records(): TitleRecord<Title>[] {
    return [...this.#journal.values()];
  }

  /**
   * Counts one request to register, and returns the new record.
   *
   * @param sent the request without its credentials, for `sent`
   */
  countPost(key: string, sent: unknown): TitleRecord<Title> {
    this.#sent.delete(key);
    this.#sent.set(key, sent);
    const [oldest] = this.#sent.keys();
    if (this.#sent.size > REMEMBERED && oldest !== undefined) this.#sent.delete(oldest);
    return this.#put({ ...this.find(key), posts: this.find(key).posts + 1 });
  }

  countGet(key: string): TitleRecord<Title> {
    return this.#put({ ...this.find(key), gets: this.find(key).gets + 1 });
  }

  /** Replaces the titles of a key. */
  hold(key: string, ...titles: readonly Title[]): void {
    this.#put({ ...this.find(key), titles });
  }

  /** Returns the last request under a key; undefined when the simulator does not remember one. */
  sent(key: string): unknown {
    return this.#sent.get(key);
  }

  counts(): TitleCount[] {
    return this.records().map(({ key, titles, posts, gets }) => ({
      key,
      titles: titles.length,
      posts,
      gets,
    }));
  }

  close(): void {
    this.#journal.close();
  }

  #put(record: TitleRecord<Title>): TitleRecord<Title> {
    this.#journal.put(record.key, record);
    return record;
  }
}
