import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { postgresLogin } from '../../../src/rotation/login.js';
import { startTestPostgres, type TestPostgres } from '../../support/postgres.js';
import { until } from '../../support/until.js';

const password = (value: string) => ({ name: 'test/database/password', version: '1', value });
const ELSEWHERE =
  'sbw has to reach the database from here, or to find the function check-database deployed beside it. Run it again then; it goes on from here.';
const UNKNOWN_AUTHORITY =
  "Node does not know the server's certificate authority: set NODE_EXTRA_CA_CERTS to the file of RDS's certificates.";

describe('postgresLogin to a real PostgreSQL', function () {
  this.timeout(30_000);
  let postgres: TestPostgres;
  before(async () => {
    postgres = await startTestPostgres();
  });
  after(() => postgres?.stop());

  const target = (more: { database?: string; tls?: boolean } = {}) => {
    const { host, port, user } = postgres;
    return { host, port, user, database: 'postgres', tls: false, ...more };
  };

  it('returns true for the password, and leaves no connection', async () => {
    assert.equal(await postgresLogin(target(), password(postgres.password)), true);
    const client = await postgres.connect();
    const sql = "select 1 from pg_stat_activity where application_name = 'sbw rotate-password'";
    await until('the connection is gone', async () => (await client.query(sql)).rowCount === 0);
    await client.end();
  });

  it('returns false for another password', async () => {
    assert.equal(await postgresLogin(target(), password('other')), false);
  });

  it('does not know when the server refuses for another reason', async () => {
    const { host, port, user } = postgres;
    await assert.rejects(postgresLogin(target({ database: 'none' }), password(postgres.password)), {
      code: 'LOGIN_UNKNOWN',
      message: `Whether the password logs in as ${user} at ${host}:${port} is not known: database "none" does not exist. ${ELSEWHERE}`,
    });
  });

  it('does not log in without TLS when the server should have a certificate', async () => {
    await assert.rejects(postgresLogin(target({ tls: true }), password(postgres.password)), {
      code: 'LOGIN_UNKNOWN',
      message: /: The server does not support SSL connections\. sbw has to reach/,
    });
  });
});

describe('postgresLogin to a server that does not answer as PostgreSQL', () => {
  let folder: string;
  let server: Server;
  let certificate: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'sbw-login-'));
    const make = (name: string, ...more: string[]) =>
      execFileSync(
        'openssl',
        ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2']
          .concat('-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1')
          .concat('-keyout', join(folder, `${name}.key`), '-out', join(folder, `${name}.pem`), ...more),
        { stdio: 'ignore' },
      );
    make('itself');
    make('signed', '-CA', join(folder, 'itself.pem'), '-CAkey', join(folder, 'itself.key'));
    server = createServer((socket) => {
      socket.on('error', () => undefined);
      // PostgreSQL answers a request for TLS with S, and then the handshake begins.
      socket.once('data', () => {
        socket.write('S');
        const read = (kind: string) => readFileSync(join(folder, `${certificate}.${kind}`));
        new TLSSocket(socket, { isServer: true, key: read('key'), cert: read('pem') }).on('error', () => {});
      });
    });
    return new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
  });
  after(() => {
    server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const login = (port: number) =>
    postgresLogin({ host: '127.0.0.1', port, user: 'a', database: 'a', tls: true }, password('secret'));

  it('does not know when nobody listens', async () => {
    await assert.rejects(login(1), {
      code: 'LOGIN_UNKNOWN',
      message: `Whether the password logs in as a at 127.0.0.1:1 is not known: connect ECONNREFUSED 127.0.0.1:1. ${ELSEWHERE}`,
    });
  });

  for (const [name, reason] of [
    ['itself', 'self-signed certificate'],
    ['signed', 'unable to verify the first certificate'],
  ] as const) {
    it(`says how to trust a certificate that Node refuses: ${reason}`, async () => {
      certificate = name;
      const { port } = server.address() as AddressInfo;
      await assert.rejects(login(port), {
        code: 'LOGIN_UNKNOWN',
        message: new RegExp(`is not known: ${reason}.*\\. ${UNKNOWN_AUTHORITY}$`),
      });
    });
  }
});
