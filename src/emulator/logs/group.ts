import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface LogEvent {
  /** Fifty-six digits. A later event of the group has a greater id. */
  readonly id: string;
  /** Epoch milliseconds, set by the writer. */
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly stream: string;
  readonly message: string;
}

export interface LogStream {
  readonly name: string;
  readonly creationTime: number;
  firstEvent: number | undefined;
  lastEvent: number | undefined;
}

interface Line {
  readonly stream: string;
  /** Missing in a line that creates a stream. */
  readonly timestamp?: number;
  readonly ingestionTime: number;
  readonly message?: string;
  /** Saved so that ids stay unique after a restart. */
  readonly id?: string;
}

/**
 * One log group with its latest events, in memory and in two files of JSON lines. A full newer file replaces the older
 * one, so that neither memory nor disk grows beyond twice `limit` bytes a group.
 */
export class LogGroup {
  readonly name: string;
  readonly creationTime: number;
  readonly streams = new Map<string, LogStream>();
  readonly #directory: string;
  readonly #limit: number;
  #events: LogEvent[] = [];
  #bytes = 0;
  #lastId = 0n;
  #unwritten: string[] = [];
  #fileBytes = 0;

  constructor(name: string, directory: string, creationTime: number, limit: number) {
    this.name = name;
    this.creationTime = creationTime;
    this.#directory = directory;
    this.#limit = limit;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    for (const file of [this.#older(), this.#newer()]) this.#load(file);
    this.#fileBytes = existsSync(this.#newer()) ? statSync(this.#newer()).size : 0;
  }

  get events(): readonly LogEvent[] {
    return this.#events;
  }

  get storedBytes(): number {
    return this.#bytes;
  }

  createStream(name: string, now: number): void {
    if (this.streams.has(name)) return;
    this.#apply({ stream: name, ingestionTime: now });
    this.#unwritten.push(JSON.stringify({ stream: name, ingestionTime: now }));
  }

  append(stream: string, events: readonly { timestamp: number; message: string }[], now: number): void {
    for (const { timestamp, message } of events) {
      const line: Line = { stream, timestamp, ingestionTime: now, message, id: this.#nextId(now) };
      this.#apply(line);
      this.#unwritten.push(JSON.stringify(line));
    }
  }

  /** Writes to disk what is only in memory. */
  flush(): void {
    if (this.#unwritten.length === 0) return;
    const text = `${this.#unwritten.join('\n')}\n`;
    this.#unwritten = [];
    appendFileSync(this.#newer(), text, { mode: 0o600 });
    this.#fileBytes += Buffer.byteLength(text);
    if (this.#fileBytes < this.#limit) return;
    renameSync(this.#newer(), this.#older());
    this.#fileBytes = 0;
  }

  remove(): void {
    this.#unwritten = [];
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #load(file: string): void {
    if (!existsSync(file)) return;
    for (const text of readFileSync(file, 'utf8').split('\n')) {
      const line = parseLine(text);
      if (line !== undefined) this.#apply(line);
    }
  }

  #apply(line: Line): void {
    const stream = this.streams.get(line.stream) ?? {
      name: line.stream,
      creationTime: line.ingestionTime,
      firstEvent: undefined,
      lastEvent: undefined,
    };
    this.streams.set(line.stream, stream);
    if (line.timestamp === undefined || line.message === undefined) return;
    stream.firstEvent ??= line.timestamp;
    stream.lastEvent = line.timestamp;
    const id = line.id ?? this.#nextId(line.ingestionTime);
    this.#lastId = BigInt(id);
    this.#events.push({
      id,
      timestamp: line.timestamp,
      ingestionTime: line.ingestionTime,
      stream: line.stream,
      message: line.message,
    });
    this.#bytes += line.message.length;
    if (this.#bytes > 2 * this.#limit) this.#forgetOldest();
  }

  #nextId(now: number): string {
    const byTime = BigInt(now) * 1_000_000n;
    return (this.#lastId < byTime ? byTime : this.#lastId + 1n).toString().padStart(56, '0');
  }

  /** Drops old events down to `limit`, which makes this rare. Drops streams that have no events left, too. */
  #forgetOldest(): void {
    let index = 0;
    for (; this.#bytes > this.#limit && index < this.#events.length - 1; index += 1) {
      this.#bytes -= this.#events[index]?.message.length ?? 0;
    }
    this.#events = this.#events.slice(index);
    const alive = new Set(this.#events.map(({ stream }) => stream));
    for (const name of this.streams.keys()) if (!alive.has(name)) this.streams.delete(name);
  }

  #newer(): string {
    return join(this.#directory, 'newer.jsonl');
  }

  #older(): string {
    return join(this.#directory, 'older.jsonl');
  }
}

/** Returns undefined for a line that a kill cut short. */
function parseLine(text: string): Line | undefined {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as Line;
  } catch {
    return undefined;
  }
}
