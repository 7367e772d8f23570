import { createInterface } from 'node:readline';
import type { ChatSource } from './message.js';

/** Reads sentences from a stream, one a line. It hands over one after the other and skips empty lines. */
export function lines(input: NodeJS.ReadableStream): ChatSource<string> {
  return {
    async listen(onMessage, signal) {
      for await (const line of createInterface({ input, signal })) {
        // readline still returns lines that it read before the signal.
        if (signal.aborted) break;
        if (line.trim()) await onMessage(line);
      }
    },
  };
}
