import type { Report } from '../report.js';

/** Steps that release what was acquired, run in reverse order. A step that fails does not stop the others. */
export class Cleanup {
  readonly #report: Report;
  readonly #steps: (() => void | Promise<void>)[] = [];
  #done: Promise<void> | undefined;

  constructor(report: Report) {
    this.#report = report;
  }

  add(step: () => void | Promise<void>): void {
    this.#steps.push(step);
  }

  /** Runs every step once, however often it is called. */
  run(): Promise<void> {
    this.#done ??= this.#runAll();
    return this.#done;
  }

  async #runAll(): Promise<void> {
    for (const step of this.#steps.splice(0).reverse()) {
      try {
        await step();
      } catch (error) {
        this.#report(`A part of the local stage did not stop well: ${String(error)}`);
      }
    }
  }
}
