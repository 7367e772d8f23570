import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startTestPostgres } from '../../../support/postgres.js';
import { until } from '../../../support/until.js';
import type { Infrastructure } from './applied.js';

/** What moto's RDS lacks: the instance itself, a real PostgreSQL that takes TLS, and the hand that sets its password. */
export interface Instance {
  /** For a process that is to reach it by the name that RDS gives. */
  readonly env: NodeJS.ProcessEnv;
  /** Sets the next password that RDS is asked for. */
  obeys(): Promise<void>;
  /** Whether the password logs in. */
  takes(password: string): Promise<boolean>;
  stop(): Promise<void>;
}

export async function startInstance(infrastructure: Infrastructure, host: string): Promise<Instance> {
  const server = await startTestPostgres();
  const folder = mkdtempSync(join(tmpdir(), 'sbw-certificate-'));
  const certificate = join(folder, 'server.crt');
  const client = await server.connect();
  await secure(client, host, folder);
  await until('PostgreSQL takes TLS', async () => (await client.query('SHOW ssl')).rows[0].ssl === 'on');
  await client.query('CREATE ROLE superbowleto LOGIN');
  await client.query('CREATE DATABASE superbowleto OWNER superbowleto');
  let known = 0;
  async function obeys(): Promise<void> {
    const asked = await until('RDS is asked for a password', () => {
      const passwords = infrastructure.passwords();
      return passwords.length > known ? passwords : undefined;
    });
    known = asked.length;
    await client.query(`ALTER ROLE superbowleto PASSWORD ${pg.escapeLiteral(asked.at(-1) ?? '')}`);
  }
  await obeys(); // of Terraform
  return {
    env: {
      NODE_OPTIONS: `--import=${new URL('./reach-rds.mjs', import.meta.url).href}`,
      NODE_EXTRA_CA_CERTS: certificate,
      TEST_DATABASE_PORT: String(server.port),
    },
    obeys,
    async takes(password) {
      const place = { host: server.host, port: server.port, user: 'superbowleto', database: 'superbowleto' };
      const login = new pg.Client({ ...place, password });
      return await login.connect().then(
        () => login.end().then(() => true),
        () => false,
      );
    },
    async stop() {
      await client.end();
      await server.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

/** A certificate for `host` that only who is given it trusts. */
async function secure(client: pg.Client, host: string, folder: string): Promise<void> {
  const files = ['-keyout', join(folder, 'server.key'), '-out', join(folder, 'server.crt')];
  const names = ['-subj', '/CN=test', '-addext', `subjectAltName=DNS:${host}`];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync('openssl', ['req', ...kind, ...files, ...names], { stdio: 'ignore' });
  for (const name of ['server.key', 'server.crt']) {
    // The server writes them itself, since it takes a key that is its own user's alone.
    const text = pg.escapeLiteral(readFileSync(join(folder, name), 'utf8').trim());
    const lines = `SELECT regexp_split_to_table(${text}, E'\\n')`;
    await client.query(`COPY (${lines}) TO PROGRAM 'umask 077; cat > ${name}'`);
  }
  await client.query('ALTER SYSTEM SET ssl = on');
  await client.query('SELECT pg_reload_conf()');
}
