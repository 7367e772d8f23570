import { Journal } from '../../emulator/journal.js';

/** What a simulated bank knows under one key: all that was asked, and what it holds. */
export interface TitleRecord<Title> {
  readonly key: string;
  /** Times that it was asked to register, whatever it answered. */
  readonly posts: number;
  /** Times that it was asked about the title. */
  readonly gets: number;
  /** More than one only where the bank allocates the number itself. */
  readonly titles: readonly Title[];
}

/** For a test: `titles` counts what the bank holds. */
export interface TitleCount {
  readonly key: string;
  readonly titles: number;
  readonly posts: number;
  readonly gets: number;
}

/** The titles of a simulated bank, kept on disk: a bank does not forget when a stage is restarted. */
export class Titles<Title> {
  readonly #journal: Journal<TitleRecord<Title>>;

  constructor(file: string) {
    this.#journal = new Journal(file);
  }

  find(key: string): TitleRecord<Title> {
    return this.#journal.get(key) ?? { key, posts: 0, gets: 0, titles: [] };
  }

  records(): TitleRecord<Title>[] {
    return [...this.#journal.values()];
  }

  /** Counts one request to register, and answers the record with it. */
  countPost(key: string): TitleRecord<Title> {
    return this.#put({ ...this.find(key), posts: this.find(key).posts + 1 });
  }

  countGet(key: string): TitleRecord<Title> {
    return this.#put({ ...this.find(key), gets: this.find(key).gets + 1 });
  }

  hold(key: string, ...titles: readonly Title[]): void {
    this.#put({ ...this.find(key), titles });
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
