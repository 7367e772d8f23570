import pg from 'pg';
import type { Instance } from './instance.js';

/** The master user's group on RDS: more than anybody, less than a superuser. */
const GROUP = 'rds_superuser';

/**
 * Makes the master user and its database. Every step may have been done by a stage that was killed.
 *
 * @param client connected as the stage's own superuser
 */
export async function createDatabase(client: pg.Client, instance: Instance, verifier: string): Promise<void> {
  const [user, database] = [instance.user, instance.database].map(pg.escapeIdentifier);
  if (!(await exists(client, 'pg_roles where rolname', GROUP))) {
    await client.query(`create role ${GROUP} nologin`);
    await client.query(`grant pg_monitor, pg_signal_backend, pg_checkpoint to ${GROUP} with admin option`);
  }
  if (!(await exists(client, 'pg_roles where rolname', instance.user))) {
    await client.query(`create role ${user} login createdb createrole`);
  }
  await client.query(`grant ${GROUP} to ${user} with admin option`);
  await setPassword(client, instance.user, verifier);
  if (await exists(client, 'pg_database where datname', instance.database)) return;
  await client.query(`create database ${database} owner ${user}`);
}

/** Sessions that are open stay open, as on RDS. */
export async function setPassword(client: pg.Client, user: string, verifier: string): Promise<void> {
  await client.query(`alter role ${pg.escapeIdentifier(user)} password ${pg.escapeLiteral(verifier)}`);
}

async function exists(client: pg.Client, where: string, name: string): Promise<boolean> {
  const { rowCount } = await client.query(`select from ${where} = $1`, [name]);
  return rowCount === 1;
}
