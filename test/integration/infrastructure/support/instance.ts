import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startTestPostgres } from '../../../support/postgres.js';
import { until } from '../../../support/until.js';
import type { Infrastructure } from './applied.js';

/** A real PostgreSQL with TLS in place of the instance, which moto's RDS does not start. */
export interface Instance {
  /** Variables with which a process reaches it under the instance's host name. */
  readonly env: NodeJS.ProcessEnv;
  /** Waits for the next password in a request to RDS, and sets it. */
  applyPassword(): Promise<void>;
  /** Returns whether the password logs in. */
  logsIn(password: string): Promise<boolean>;
  stop(): Promise<void>;
}

export async function startInstance(infrastructure: Infrastructure, host: string): Promise<Instance> {
  const server = await startTestPostgres();
  const folder = mkdtempSync(join(tmpdir(), 'sbw-certificate-'));
  const certificate = join(folder, 'server.crt');
  const client = await server.connect();
  await secure(client, host, folder);
  await until('PostgreSQL accepts TLS', async () => (await client.query('SHOW ssl')).rows[0].ssl === 'on');
  await client.query('CREATE ROLE superbowleto LOGIN');
  await client.query('CREATE DATABASE superbowleto OWNER superbowleto');
  let known = 0;
  async function applyPassword(): Promise<void> {
    const asked = await until('RDS is asked for a password', () => {
      const passwords = infrastructure.passwords();
      return passwords.length > known ? passwords : undefined;
    });
    known = asked.length;
    await client.query(`ALTER ROLE superbowleto PASSWORD ${pg.escapeLiteral(asked.at(-1) ?? '')}`);
  }
  await applyPassword(); // the password of Terraform
  return {
    env: {
      NODE_OPTIONS: `--import=${new URL('./reach-rds.mjs', import.meta.url).href}`,
      NODE_EXTRA_CA_CERTS: certificate,
      TEST_DATABASE_PORT: String(server.port),
    },
    applyPassword,
    async logsIn(password) {
      const address = {
        host: server.host,
        port: server.port,
        user: 'superbowleto',
        database: 'superbowleto',
      };
      const login = new pg.Client({ ...address, password });
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

/** Makes a self-signed certificate for `host`, and turns TLS on. */
async function secure(client: pg.Client, host: string, folder: string): Promise<void> {
  const files = ['-keyout', join(folder, 'server.key'), '-out', join(folder, 'server.crt')];
  const names = ['-subj', '/CN=test', '-addext', `subjectAltName=DNS:${host}`];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync('openssl', ['req', ...kind, ...files, ...names], { stdio: 'ignore' });
  for (const name of ['server.key', 'server.crt']) {
    // The server writes the files: it accepts a key only if its own user owns it.
    const text = pg.escapeLiteral(readFileSync(join(folder, name), 'utf8').trim());
    const lines = `SELECT regexp_split_to_table(${text}, E'\\n')`;
    await client.query(`COPY (${lines}) TO PROGRAM 'umask 077; cat > ${name}'`);
  }
  await client.query('ALTER SYSTEM SET ssl = on');
  await client.query('SELECT pg_reload_conf()');
}
