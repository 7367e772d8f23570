import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { freePort } from '../../../../src/emulator/port.js';
import { createDatabase } from '../../../../src/service/database/connection.js';
import { version } from '../../../../src/service/version.js';
import { linesOf } from '../../../unit/service/lines.js';
import { type ApiReply, openApi } from '../api.js';
import { secretsHolding, useService } from '../harness.js';

describe('GET /health', function () {
  this.timeout(20_000);
  const service = useService();

  it('is ok while the database answers, and needs no key', async () => {
    const api = await openApi(service);
    const { status, headers, json } = await api({ method: 'GET', path: '/health', apiKeyId: 'unknown' });
    assert.equal(status, 200);
    assert.equal(headers['cache-control'], 'no-store');
    assert.deepEqual(json(), { status: 'ok', version });
  });

  it('is unavailable if the database refuses the connection, and does not say where or why', async () => {
    const port = await freePort();
    const { result, lines } = await linesOf(() => healthAt(port));
    assert.equal(result.status, 503);
    assert.deepEqual(result.json(), { status: 'unavailable', version });
    assert.match(lines.join(), /"event":"health-failed".*"code":"ECONNREFUSED"/);
    assert.doesNotMatch(lines.join(), /not-the-password/);
  });

  it('is unavailable before its own time is over if the database accepts the connection but never answers', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket));
    const port = await listen(silent);
    try {
      const { result, lines } = await linesOf(() => healthAt(port));
      assert.equal(result.status, 503);
      // If the connection itself gave up first, the log would have another code.
      assert.match(lines.join(), /"code":"DATABASE_LATE"/);
    } finally {
      for (const socket of sockets) socket.destroy();
      silent.close();
    }
  });

  /** Asks for the health of a service whose database is at this port. */
  async function healthAt(port: number): Promise<ApiReply> {
    const { settings } = service;
    const elsewhere = { ...settings, database: { ...settings.database, host: '127.0.0.1', port } };
    const secrets = secretsHolding({ 'test/database/password': ['not-the-password'] });
    const database = createDatabase(elsewhere, async () => secrets);
    try {
      const api = await openApi({ ...service, database });
      return await api({ method: 'GET', path: '/health' });
    } finally {
      await database.close();
    }
  }
});

function listen(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
}
