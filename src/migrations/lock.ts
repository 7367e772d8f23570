import { type Clock, systemClock } from '../clock.js';
import { MigrationProblem } from './problem.js';
import type { LockHolder, MigrationClient } from './types.js';

/** Two keys of an advisory lock of PostgreSQL: "SBOL" and "MIGR" in ASCII. */
const LOCK = [0x53_42_4f_4c, 0x4d_49_47_52];
/** Pauses between two attempts. They begin short, since the session of a run that was just killed ends soon. */
const POLL_MILLISECONDS = 250;
const FIRST_POLL_MILLISECONDS = 25;
/** How long a terminated backend may take to end. */
const END_MILLISECONDS = 5_000;

/**
 * Runs `work` while this session holds the migration lock of the database.
 *
 * Polls for the lock, since waiting inside pg_advisory_lock can deadlock. The waiting session would hold a snapshot, for
 * which CREATE INDEX CONCURRENTLY in the session with the lock waits.
 *
 * @param wait milliseconds to keep trying
 * @throws {MigrationProblem} LOCKED, which names the holder; LOCK_LOST
 */
export async function withMigrationLock<T>(
  client: MigrationClient,
  wait: number,
  work: () => Promise<T>,
  clock: Clock = systemClock,
): Promise<T> {
  const deadline = clock.now().getTime() + wait;
  for (let pause = FIRST_POLL_MILLISECONDS; !(await tryLock(client)); pause *= 2) {
    if (clock.now().getTime() >= deadline) throw locked(await findHolder(client));
    await clock.sleep(Math.min(pause, POLL_MILLISECONDS));
  }
  let result: T;
  try {
    result = await work();
  } catch (error) {
    // The error to report is the first one. If this fails, the end of the session releases the lock.
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

/** Returns the session that holds the migration lock of this database; undefined if none does. */
export async function findHolder(client: MigrationClient): Promise<LockHolder | undefined> {
  const { rows } = await client.query(
    `select activity.pid, coalesce(application_name, '') as application, coalesce(state, 'unknown') as state,
       to_char(backend_start at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as since, coalesce(query, '') as query,
       greatest(0, extract(epoch from clock_timestamp() - query_start))::int as seconds
     from pg_locks join pg_stat_activity activity using (pid)
     where locktype = 'advisory' and granted and objsubid = 2 and classid = $1::int::oid and objid = $2::int::oid
       and database = (select oid from pg_database where datname = current_database())`,
    LOCK,
  );
  const row = rows[0];
  if (!row) return undefined;
  return {
    pid: Number(row.pid),
    application: String(row.application),
    state: String(row.state),
    since: String(row.since),
    statement: summarize(String(row.query)),
    seconds: Number(row.seconds),
  };
}

/** Returns a statement on one line of at most 80 characters, without its literals, which may be secret. */
function summarize(statement: string): string {
  const text = statement
    .replace(/--.*$/gm, '')
    .replace(/'(?:[^']|'')*'/g, "'…'")
    .replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, '$…$')
    .replace(/\s+/g, ' ')
    .trim();
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/**
 * Returns the holder of the lock as a phrase for a person.
 *
 * @example describeHolder(holder) // '"migrate-database" (pid 71, connected since 2026-11-24T12:00:00Z, active for 4 s: CREATE INDEX …)'
 */
export function describeHolder({ application, pid, since, state, seconds, statement }: LockHolder): string {
  const doing = state === 'active' ? `active for ${seconds} s` : `${state} for ${seconds} s, last`;
  return `"${application}" (pid ${pid}, connected since ${since}, ${doing}: ${statement})`;
}

function locked(holder: LockHolder | undefined): MigrationProblem {
  const text = holder
    ? `Another run of the migrations holds the lock: ${describeHolder(holder)}. Wait longer by --lock-wait, or end it by: sbw migrate unlock`
    : 'Another run of the migrations held the lock, and has just ended. Run the command again.';
  return new MigrationProblem('LOCKED', text);
}

/**
 * Ends the session that holds the lock. PostgreSQL rolls back its migration, unless that runs outside a transaction.
 *
 * @param pid process id of the holder that a person saw; any other holder is left alone
 * @returns the holder that was ended; undefined if nobody held the lock
 * @throws {MigrationProblem} HOLDER_CHANGED, HOLDER_STAYS
 */
export async function endHolder(
  client: MigrationClient,
  pid: number,
  clock: Clock = systemClock,
): Promise<LockHolder | undefined> {
  const holder = await findHolder(client);
  if (!holder) return undefined;
  if (holder.pid !== pid) {
    throw new MigrationProblem(
      'HOLDER_CHANGED',
      `The lock is no longer held by pid ${pid} but by ${describeHolder(holder)}; nothing was ended. Run the command again.`,
    );
  }
  await client.query('select pg_terminate_backend($1)', [pid]);
  const deadline = clock.now().getTime() + END_MILLISECONDS;
  while ((await findHolder(client))?.pid === pid) {
    if (clock.now().getTime() >= deadline) {
      throw new MigrationProblem(
        'HOLDER_STAYS',
        `pid ${pid} was told to end and still holds the lock after ${END_MILLISECONDS / 1000} s. Look at it in pg_stat_activity.`,
      );
    }
    await clock.sleep(POLL_MILLISECONDS);
  }
  return holder;
}
