import { closeSync, existsSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';

type Line<T> =
  | { readonly put: string; readonly value: T }
  | { readonly patch: string; readonly value: Partial<T> }
  | { readonly drop: string };

/** Superseded lines that the file may contain before it is rewritten. */
const COMPACT_AFTER = 2000;

/**
 * A map in memory that appends a line to a file before it shows a change. After a restart or a kill, the file
 * contains every change that a client saw. A line that a kill cut short belongs to a change that no client saw.
 */
export class Journal<T extends object> {
  readonly #file: string;
  readonly #values = new Map<string, T>();
  #descriptor: number;
  #lines = 0;

  constructor(file: string) {
    this.#file = file;
    if (existsSync(file)) this.#replay(readFileSync(file, 'utf8'));
    this.#descriptor = this.#compact();
  }

  /** Returns the values in the order of their first `put`. */
  values(): IterableIterator<T> {
    return this.#values.values();
  }

  get(key: string): T | undefined {
    return this.#values.get(key);
  }

  put(key: string, value: T): void {
    this.#append({ put: key, value });
  }

  /** Changes some members of a value. An unknown key is ignored. */
  patch(key: string, value: Partial<T>): void {
    if (this.#values.has(key)) this.#append({ patch: key, value });
  }

  drop(key: string): void {
    if (this.#values.has(key)) this.#append({ drop: key });
  }

  /** A second call does nothing. */
  close(): void {
    if (this.#descriptor >= 0) closeSync(this.#descriptor);
    this.#descriptor = -1;
  }

  #append(line: Line<T>): void {
    writeSync(this.#descriptor, `${JSON.stringify(line)}\n`);
    this.#apply(line);
    this.#lines += 1;
    if (this.#lines < COMPACT_AFTER + 2 * this.#values.size) return;
    closeSync(this.#descriptor);
    this.#descriptor = this.#compact();
  }

  #apply(line: Line<T>): void {
    if ('put' in line) this.#values.set(line.put, line.value);
    else if ('drop' in line) this.#values.delete(line.drop);
    else {
      const before = this.#values.get(line.patch);
      if (before) this.#values.set(line.patch, { ...before, ...line.value });
    }
  }

  #replay(text: string): void {
    for (const line of text.split('\n').slice(0, -1)) this.#apply(JSON.parse(line) as Line<T>);
  }

  /** Rewrites the file with the present values. Returns the descriptor of the new file. */
  #compact(): number {
    const lines = [...this.#values].map(([key, value]) => `${JSON.stringify({ put: key, value })}\n`);
    writeFileSync(`${this.#file}.tmp`, lines.join(''), { mode: 0o600 });
    renameSync(`${this.#file}.tmp`, this.#file);
    this.#lines = this.#values.size;
    return openSync(this.#file, 'a', 0o600);
  }
}
