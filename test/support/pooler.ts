import { connect, createServer, type Server } from 'node:net';

/**
 * A way to PostgreSQL that shows at login what PgBouncer shows: of its own, a process id and a key to cancel by, and not
 * those of the process behind it. The bytes are from PgBouncer 1.18, in pool_mode transaction and in session alike.
 */
const ANNOUNCED = Buffer.from('4b0000000c75e6c4f8be031a9f', 'hex');
const BACKEND_KEY_DATA = 'K'.charCodeAt(0);
const READY_FOR_QUERY = 'Z'.charCodeAt(0);

/** Relays every connection to the port given. */
export async function startPooler(port: number): Promise<{ port: number; stop(): Promise<void> }> {
  const server = createServer((client) => {
    const backend = connect(port, '127.0.0.1');
    client.pipe(backend);
    let seen = Buffer.alloc(0);
    const relayLogin = (chunk: Buffer) => {
      seen = Buffer.concat([seen, chunk]);
      while (seen.length >= 5 && seen.length > seen.readInt32BE(1)) {
        const message = seen.subarray(0, seen.readInt32BE(1) + 1);
        seen = seen.subarray(message.length);
        client.write(message[0] === BACKEND_KEY_DATA ? ANNOUNCED : message);
        if (message[0] !== READY_FOR_QUERY) continue;
        client.write(seen);
        backend.off('data', relayLogin).pipe(client);
        return;
      }
    };
    backend.on('data', relayLogin);
    for (const [one, other] of [
      [client, backend],
      [backend, client],
    ] as const) {
      one.on('error', () => undefined).on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: portOf(server), stop: () => new Promise((resolve) => void server.close(() => resolve())) };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
