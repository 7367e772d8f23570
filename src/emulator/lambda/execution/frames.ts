/** Splits a stream into length-prefixed messages: four bytes of length, big-endian, then UTF-8. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  push(chunk: Buffer): string[] {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const messages: string[] = [];
    let offset = 0;
    while (this.#rest.length - offset >= 4) {
      const length = this.#rest.readUInt32BE(offset);
      if (this.#rest.length - offset - 4 < length) break;
      messages.push(this.#rest.toString('utf8', offset + 4, offset + 4 + length));
      offset += 4 + length;
    }
    this.#rest = this.#rest.subarray(offset);
    return messages;
  }
}

/** Splits a process's output into lines. `flush` returns the last line if it has no line end. */
export class LineReader {
  #rest = '';
  readonly #decoder = new TextDecoder();

  push(chunk: Buffer): string[] {
    const lines = (this.#rest + this.#decoder.decode(chunk, { stream: true })).split('\n');
    this.#rest = lines.pop() ?? '';
    return lines;
  }

  flush(): string[] {
    const rest = this.#rest;
    this.#rest = '';
    return rest === '' ? [] : [rest];
  }
}
