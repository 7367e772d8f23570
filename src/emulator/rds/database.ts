import pg from 'pg';
import type { Instance } from './instance.js';

/** The group of the master user on RDS. It has more rights than other users, but is no superuser. */
const GROUP = 'rds_superuser';

/**
 * Creates the master user and its database. It skips every step that a killed emulator has already done.
 *
 * @param client connected as the emulator's own superuser
 * @param verifier SCRAM verifier of the password
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

/** Sets a user's password. As on RDS, open sessions stay open. */
export async function setPassword(client: pg.Client, user: string, verifier: string): Promise<void> {
  await client.query(`alter role ${pg.escapeIdentifier(user)} password ${pg.escapeLiteral(verifier)}`);
}

async function exists(client: pg.Client, where: string, name: string): Promise<boolean> {
  const { rowCount } = await client.query(`select from ${where} = $1`, [name]);
  return rowCount === 1;
}
