import type { Clock } from '../clock.js';
import type { Report } from '../report.js';
import type { Rewritable, Thread } from './message.js';

/** How many of the latest lines are shown. */
const SHOWN = 12;
/** Milliseconds between two messages: Slack accepts about one a second in each channel. */
const PAUSE = 1_000;

/**
 * Shows progress as one message, rewritten at most once a second. A failure of the chat does not stop the work: it is
 * reported, and the next rewrite shows everything.
 */
export class Progress {
  readonly #thread: Thread;
  readonly #clock: Clock;
  readonly #report: Report;
  readonly #lines: string[] = [];
  readonly #ending = new AbortController();
  #title: string;
  #message: Rewritable | undefined;
  /** Whether there is something that the message does not show yet. */
  #isStale = true;
  #writing: Promise<void> | undefined;

  constructor(thread: Thread, title: string, { clock, report }: { clock: Clock; report: Report }) {
    this.#thread = thread;
    this.#title = title;
    this.#clock = clock;
    this.#report = report;
    this.#writing = this.#write();
  }

  add(line: string): void {
    this.#lines.push(line);
    this.#update();
  }

  /** Shows the remaining lines under a last title. */
  async end(title: string): Promise<void> {
    this.#title = title;
    this.#update();
    this.#ending.abort();
    await this.#writing;
  }

  #update(): void {
    this.#isStale = true;
    this.#writing ??= this.#write();
  }

  async #write(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      await this.#show().catch((error) =>
        this.#report(`Warning: progress could not be told in chat: ${error.message}`),
      );
      await this.#clock.sleep(PAUSE, this.#ending.signal).catch(() => {});
    }
    this.#writing = undefined;
  }

  async #show(): Promise<void> {
    if (this.#message) await this.#message.rewrite(this.#title, this.#lines.slice(-SHOWN).join('\n'));
    else this.#message = await this.#thread.begin(this.#title);
  }
}
