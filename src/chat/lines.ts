import { createInterface } from 'node:readline';
import type { ChatSource } from './message.js';

/** Sentences of a stream, one a line and one after the other; empty lines say nothing. */
export function lines(input: NodeJS.ReadableStream): ChatSource<string> {
  return {
    async listen(hear, signal) {
      for await (const line of createInterface({ input, signal })) {
        // Lines that came before the signal are still handed out after it.
        if (signal.aborted) break;
        if (line.trim()) await hear(line);
      }
    },
  };
}
