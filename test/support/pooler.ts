import { connect, createServer, type Server } from 'node:net';

/**
 * The message with which PgBouncer 1.18 announces its own process id and cancel key at login, instead of those of
 * PostgreSQL's process. It is the same in the pool modes transaction and session.
 */
const ANNOUNCED = Buffer.from('4b0000000c75e6c4f8be031a9f', 'hex');
const BACKEND_KEY_DATA = 'K'.charCodeAt(0);
const READY_FOR_QUERY = 'Z'.charCodeAt(0);

/** Starts a relay to PostgreSQL that logs clients in as PgBouncer does. */
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
