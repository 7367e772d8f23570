import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Whether somebody may listen there now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/**
 * A free port to keep over restarts: below the ranges that systems take outgoing connections from (32768 and 49152
 * up), so that none sits on it while the stage is down.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    if (await isFree(port)) return port;
  }
}
