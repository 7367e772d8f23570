import type { Clock } from '../clock.js';
import type { Report } from '../report.js';
import type { Rewritable, Thread } from './message.js';

/** How many lines of what is under way are shown. */
const SHOWN = 12;
/** Slack takes about one a second for each channel. */
const BETWEEN_MILLISECONDS = 1_000;

/**
 * One message that tells what is under way, rewritten at most once a second. What the chat does with it holds nothing
 * up: a failed rewriting is reported, and the next one shows everything.
 */
export class Progress {
  readonly #thread: Thread;
  readonly #clock: Clock;
  readonly #report: Report;
  readonly #lines: string[] = [];
  readonly #ending = new AbortController();
  #title: string;
  #message: Rewritable | undefined;
  #isBehind = true;
  #writing: Promise<void> | undefined;

  constructor(thread: Thread, title: string, { clock, report }: { clock: Clock; report: Report }) {
    this.#thread = thread;
    this.#title = title;
    this.#clock = clock;
    this.#report = report;
    this.#writing = this.#write();
  }

  tell(line: string): void {
    this.#lines.push(line);
    this.#behind();
  }

  /** Shows the rest, under its last title. */
  async end(title: string): Promise<void> {
    this.#title = title;
    this.#behind();
    this.#ending.abort();
    await this.#writing;
  }

  #behind(): void {
    this.#isBehind = true;
    this.#writing ??= this.#write();
  }

  async #write(): Promise<void> {
    while (this.#isBehind) {
      this.#isBehind = false;
      await this.#show().catch((error) =>
        this.#report(`Warning: progress could not be told in chat: ${error.message}`),
      );
      await this.#clock.sleep(BETWEEN_MILLISECONDS, this.#ending.signal).catch(() => {});
    }
    this.#writing = undefined;
  }

  async #show(): Promise<void> {
    if (this.#message) await this.#message.rewrite(this.#title, this.#lines.slice(-SHOWN).join('\n'));
    else this.#message = await this.#thread.begin(this.#title);
  }
}
