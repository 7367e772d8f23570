import type { Report } from '../report.js';

/** What was acquired, to be given back in the opposite order: one failure does not keep the rest. */
export class Releases {
  readonly #report: Report;
  readonly #list: (() => void | Promise<void>)[] = [];
  #done: Promise<void> | undefined;

  constructor(report: Report) {
    this.#report = report;
  }

  add(release: () => void | Promise<void>): void {
    this.#list.push(release);
  }

  /** Releases everything once, however often it is called. */
  run(): Promise<void> {
    this.#done ??= this.#releaseAll();
    return this.#done;
  }

  async #releaseAll(): Promise<void> {
    for (const release of this.#list.splice(0).reverse()) {
      try {
        await release();
      } catch (error) {
        this.#report(`A part of the local stage did not stop well: ${String(error)}`);
      }
    }
  }
}
