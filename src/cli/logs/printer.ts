import { Errors } from '@oclif/core';
import type { LogLine, LogSource } from '../../logs/index.js';
import { describeLogLine } from './describe-line.js';

/** Prints log lines as they arrive: for a person, or with `json` as they were logged. */
export class LogPrinter {
  readonly #json: boolean;
  readonly #follow: boolean;
  readonly #width: number;

  constructor(sources: readonly LogSource[], { json, follow }: { json: boolean; follow: boolean }) {
    this.#json = json;
    this.#follow = follow;
    this.#width = Math.max(0, ...sources.map(({ name }) => name.length));
  }

  /** Prints the lines. With `json` and without `follow` it returns them instead, to be printed as one document. */
  async print(lines: AsyncIterable<LogLine>): Promise<readonly LogLine[] | undefined> {
    const kept: LogLine[] = [];
    for await (const line of lines) {
      // The reader has closed the pipe, as `head` does.
      if (!process.stdout.writable) break;
      if (this.#json && !this.#follow) kept.push(line);
      else process.stdout.write(`${this.#json ? JSON.stringify(line) : this.#describe(line)}\n`);
    }
    return this.#follow ? undefined : kept;
  }

  /** Prints the lines until the signal aborts, and then ends with its exit code and without a message. */
  async printUntil(signal: AbortSignal, lines: AsyncIterable<LogLine>): Promise<undefined> {
    try {
      await this.print(lines);
    } catch (error) {
      if (!signal.aborted) throw error;
      throw new Errors.ExitError(signal.reason?.exitCode ?? 130);
    }
  }

  #describe(line: LogLine): string {
    const colours = process.stdout.isTTY && !process.env.NO_COLOR;
    return describeLogLine(line, { width: this.#width, colours });
  }
}
