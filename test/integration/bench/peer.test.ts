import { startPeer, verifyPeer } from '../../../bench/service/peer.js';
import { startTestPostgres, type TestPostgres } from '../../support/postgres.js';
import { skipBecause } from '../../support/skip.js';
import { validBody } from '../service/harness.js';

describe('the peer of the bench', () => {
  let server: TestPostgres | undefined;
  after(() => server?.stop());

  it('answers and stores what was sent, in all its columns, with all its indexes', async function () {
    const folder = process.env.BENCH_PEERS;
    if (!folder) skipBecause(this, 'its packages are not installed; name a folder with them by BENCH_PEERS');
    server = await startTestPostgres();
    const { host, port, user, password } = server;
    const client = await server.connect();
    const peer = await startPeer(folder, `postgres://${user}:${password}@${host}:${port}/postgres`, 2);
    try {
      await verifyPeer(peer, client, { ...validBody(), reference_id: 'order-7' });
    } finally {
      peer.stop();
      await client.end();
    }
  });
});
