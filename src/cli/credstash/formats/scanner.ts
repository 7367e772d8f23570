/** Reads a text from its beginning to its end, one pattern at a time. */
export class Scanner {
  readonly #text: string;
  #offset = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Characters read so far. */
  get offset(): number {
    return this.#offset;
  }

  get isAtEnd(): boolean {
    return this.#offset >= this.#text.length;
  }

  /**
   * Reads what matches at the current offset; null, with nothing read, when nothing matches.
   *
   * @param pattern a sticky expression
   */
  take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#offset;
    const match = pattern.exec(this.#text);
    if (match) this.#offset = pattern.lastIndex;
    return match;
  }

  /** Returns the line number of an offset, counted from 1. */
  lineAt(offset: number): number {
    return this.#text.slice(0, offset).split('\n').length;
  }
}
