import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { createDatabase } from '../../../../src/service/database/connection.js';
import { version } from '../../../../src/service/version.js';
import { startTestPostgres, type TestPostgres } from '../../../support/postgres.js';
import { linesOf } from '../../../unit/service/lines.js';
import { type ApiReply, openApi } from '../api.js';
import { secretsHolding, settingsOf, startService, type TestService } from '../harness.js';

describe('GET /health', function () {
  this.timeout(20_000);
  let server: TestPostgres;
  let service: TestService;

  before(async () => {
    server = await startTestPostgres();
    service = await startService(server);
  });
  after(async () => {
    await service?.close();
    await server?.stop();
  });

  it('is ok while the database answers, and asks for no key', async () => {
    const api = await openApi(service);
    const { status, headers, json } = await api({ method: 'GET', path: '/health' });
    assert.equal(status, 200);
    assert.equal(headers['cache-control'], 'no-store');
    assert.deepEqual(json(), { status: 'ok', version });
  });

  it('is unavailable when nobody listens, and tells neither where nor why', async () => {
    const port = await closedPort();
    const { result, lines } = await linesOf(() => healthAt({ host: '127.0.0.1', port }));
    assert.equal(result.status, 503);
    assert.deepEqual(result.json(), { status: 'unavailable', version });
    assert.match(lines.join(), /"event":"health-failed".*"code":"ECONNREFUSED"/);
    assert.doesNotMatch(lines.join(), /not-the-password/);
  });

  it('is unavailable within its time when the database takes the connection and says nothing', async () => {
    const sockets: Socket[] = [];
    const mute = createServer((socket) => sockets.push(socket));
    const port = await listen(mute);
    try {
      const { result, lines } = await linesOf(() => healthAt({ host: '127.0.0.1', port }));
      assert.equal(result.status, 503);
      assert.ok(result.milliseconds < 3_900, 'before the connection itself gives up');
      assert.match(lines.join(), /"code":"DATABASE_LATE"/);
    } finally {
      for (const socket of sockets) socket.destroy();
      mute.close();
    }
  });

  async function healthAt(place: {
    host: string;
    port: number;
  }): Promise<ApiReply & { milliseconds: number }> {
    const settings = settingsOf(server, 'test');
    const elsewhere = { ...settings, database: { ...settings.database, ...place } };
    const secrets = secretsHolding({ 'test/database/password': ['not-the-password'] });
    const database = createDatabase(elsewhere, async () => secrets);
    try {
      const api = await openApi({ ...service, database });
      const began = Date.now();
      const reply = await api({ method: 'GET', path: '/health' });
      return { ...reply, milliseconds: Date.now() - began };
    } finally {
      await database.close();
    }
  }
});

async function closedPort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function listen(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
}
