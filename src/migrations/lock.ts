import { type Clock, systemClock } from '../clock.js';
import { MigrationProblem } from './problem.js';
import type { MigrationClient } from './types.js';

/** Two keys of PostgreSQL's advisory locks: "SBOL" and "MIGR". */
const LOCK = [0x53_42_4f_4c, 0x4d_49_47_52];
const POLL_MILLISECONDS = 250;

/**
 * Runs `work` while this session holds the migration lock of the database.
 *
 * The lock is polled: a session that waits inside pg_advisory_lock has a snapshot, and CREATE INDEX CONCURRENTLY
 * of the session that holds the lock waits for that snapshot: a deadlock.
 *
 * @param wait milliseconds to go on trying
 * @throws {MigrationProblem} LOCKED, naming who holds it
 */
export async function withMigrationLock<T>(
  client: MigrationClient,
  wait: number,
  work: () => Promise<T>,
  clock: Clock = systemClock,
): Promise<T> {
  const deadline = clock.now().getTime() + wait;
  while (!(await tryLock(client))) {
    if (clock.now().getTime() >= deadline) throw await locked(client);
    await clock.sleep(POLL_MILLISECONDS);
  }
  let result: T;
  try {
    result = await work();
  } catch (error) {
    // The first error is the one to tell; the end of the session frees the lock if this cannot.
    await unlock(client).catch(() => undefined);
    throw error;
  }
  if (await unlock(client)) return result;
  throw new MigrationProblem(
    'LOCK_LOST',
    'The migrations ran, but the lock was no longer held at the end: the connection goes through a pooler that changes sessions. Connect to the database itself.',
  );
}

async function tryLock(client: MigrationClient): Promise<boolean> {
  const { rows } = await client.query('select pg_try_advisory_lock($1, $2) as locked', LOCK);
  return rows[0]?.locked === true;
}

async function unlock(client: MigrationClient): Promise<boolean> {
  const { rows } = await client.query('select pg_advisory_unlock($1, $2) as unlocked', LOCK);
  return rows[0]?.unlocked === true;
}

async function locked(client: MigrationClient): Promise<MigrationProblem> {
  const { rows } = await client.query(
    `select activity.pid, application_name, state, extract(epoch from clock_timestamp() - backend_start)::int as seconds
     from pg_locks join pg_stat_activity activity using (pid)
     where locktype = 'advisory' and granted and objsubid = 2 and classid = $1::int::oid and objid = $2::int::oid
       and database = (select oid from pg_database where datname = current_database())`,
    LOCK,
  );
  const holder = rows[0];
  const who = holder
    ? `"${holder.application_name}" (pid ${holder.pid}, ${holder.state}, connected for ${holder.seconds} s)`
    : 'another session, which has just ended';
  const end = holder ? `, or end it by: select pg_terminate_backend(${holder.pid})` : '';
  return new MigrationProblem(
    'LOCKED',
    `Another run of the migrations holds the lock: ${who}. Run the command again when it is done${end}`,
  );
}
