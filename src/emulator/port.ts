import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Returns whether a server could listen on the port now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/**
 * Returns a free port to keep across restarts. It is below the ranges that systems use for outgoing connections
 * (from 32768 or 49152 on), so that no connection occupies it while the emulator is down.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    if (await isFree(port)) return port;
  }
}
