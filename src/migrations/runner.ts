import { type Clock, systemClock } from '../clock.js';
import { applyMigration } from './apply.js';
import { createHistory, listStates, readHistory } from './history.js';
import { withMigrationLock } from './lock.js';
import { describeFailure, MigrationProblem } from './problem.js';
import type {
  CompletedMigration,
  Migration,
  MigrationAnswer,
  MigrationClient,
  MigrationRequest,
  MigrationState,
} from './types.js';
import { verifyHistory, verifyList, verifyRequest } from './verify.js';

export interface RunOptions extends MigrationRequest {
  /** A connection of the run's own: its session gets timeouts and the lock. The caller ends it. */
  readonly client: MigrationClient;
  /** In the order of running. */
  readonly migrations: readonly Migration[];
  /** Milliseconds until the run must have ended, as Lambda's `getRemainingTimeInMillis`. Left out: no limit. */
  readonly remainingMs?: () => number;
  /** Milliseconds to wait for another run to end; 30,000 when left out. */
  readonly lockWait?: number;
  /** Milliseconds that a statement waits for a table before it gives up, so that the service is not held up behind it; 2,000 when left out. */
  readonly tableLockTimeout?: number;
  /** How this run is called where another asks who holds the lock. */
  readonly applicationName?: string;
  readonly clock?: Clock;
}

interface Progress {
  applied: CompletedMigration[];
  reverted: CompletedMigration[];
  migrations: MigrationState[];
  partial: boolean;
}

/** Kept free for a rollback, the unlock and the answer. */
const MARGIN_MILLISECONDS = 5_000;
/** With less than this left no further migration is begun. */
const ENOUGH_MILLISECONDS = 10_000;

/**
 * Applies, reverts or lists migrations. A failure is an answer with `ok: false`, never an exception; what was
 * done before it stays done, and the same request goes on from there.
 *
 * One run at a time has the database: others wait for the lock. A migration and its row in the table
 * `schema_migrations` are one transaction, unless it says `transaction: false`.
 *
 * @example
 * const answer = await runMigrations({ client, migrations, command: 'up', remainingMs: () => context.getRemainingTimeInMillis() });
 */
export async function runMigrations(options: RunOptions): Promise<MigrationAnswer> {
  const { command } = options;
  const progress: Progress = { applied: [], reverted: [], migrations: [], partial: false };
  try {
    verifyRequest(options);
    verifyList(options.migrations);
    await prepareSession(options);
    if (command === 'status') await listAll(options, progress);
    else await withMigrationLock(...lockArguments(options, () => change(options, progress)));
  } catch (error) {
    await refresh(options, progress).catch(() => undefined);
    return { ok: false, command, ...results(progress), error: describeFailure(error) };
  }
  return { ok: true, command, ...results(progress) };
}

function results({ partial, ...progress }: Progress) {
  return { ...progress, ...(partial ? { partial } : {}) };
}

function lockArguments<T>(options: RunOptions, work: () => Promise<T>) {
  return [options.client, options.lockWait ?? 30_000, work, options.clock ?? systemClock] as const;
}

async function prepareSession({ client, applicationName, tableLockTimeout = 2_000 }: RunOptions) {
  const settings = {
    application_name: applicationName ?? 'superbowleto migrations',
    lock_timeout: `${tableLockTimeout}`,
    idle_in_transaction_session_timeout: '60000',
  };
  for (const [name, value] of Object.entries(settings)) await setSession(client, name, value);
  // A killed client would keep its lock until the running statement ends. Not every platform can watch for that.
  await setSession(client, 'client_connection_check_interval', '1000').catch(() => undefined);
}

async function setSession(client: MigrationClient, name: string, value: string): Promise<void> {
  await client.query('select set_config($1, $2, false)', [name, value]);
}

async function refresh({ client, migrations }: RunOptions, progress: Progress): Promise<void> {
  progress.migrations = listStates(migrations, await readHistory(client));
}

async function listAll(options: RunOptions, progress: Progress): Promise<void> {
  await refresh(options, progress);
  verifyHistory(progress.migrations);
}

async function change(options: RunOptions, progress: Progress): Promise<void> {
  const { client, command } = options;
  await createHistory(client);
  await listAll(options, progress);
  const umzug = await createUmzug(options);
  const clock = options.clock ?? systemClock;
  for (const name of await plan(umzug, options)) {
    if (!(await limitStatements(options))) {
      progress.partial = true;
      break;
    }
    const began = clock.now().getTime();
    await (command === 'up' ? umzug.up({ migrations: [name] }) : umzug.down({ migrations: [name] })).catch(
      unwrap,
    );
    const done = command === 'up' ? progress.applied : progress.reverted;
    done.push({ name, milliseconds: clock.now().getTime() - began });
  }
  await refresh(options, progress);
}

type Runner = Awaited<ReturnType<typeof createUmzug>>;

/** umzug keeps the order, the names and what is pending; lock, transaction and history are ours. */
async function createUmzug({ client, migrations, clock = systemClock }: RunOptions) {
  // Loaded here so that a command that only asks a deployed function does not load it.
  const { Umzug } = await import('umzug');
  return new Umzug({
    migrations: migrations.map((migration) => ({
      name: migration.name,
      up: () => applyMigration(client, migration, 'up', clock),
      down: () => applyMigration(client, migration, 'down', clock),
    })),
    storage: {
      executed: async () => (await readHistory(client)).map(({ name }) => name),
      // The row is written in the migration's own transaction: afterwards would be too late.
      logMigration: async () => undefined,
      unlogMigration: async () => undefined,
    },
    logger: undefined,
  });
}

/** Names of what is to be done, in order. A `to` that was reached before leaves nothing to do. */
async function plan(umzug: Runner, { command, to, step, migrations }: RunOptions): Promise<string[]> {
  if (to !== undefined && !migrations.some(({ name }) => name === to)) throw unknownMigration(to);
  const candidates = command === 'up' ? await umzug.pending() : (await umzug.executed()).reverse();
  const names = candidates.map(({ name }) => name);
  if (to !== undefined) return names.slice(0, names.indexOf(to) + 1);
  return names.slice(0, step ?? (command === 'up' ? names.length : 1));
}

function unknownMigration(to: string): MigrationProblem {
  return new MigrationProblem(
    'UNKNOWN_MIGRATION',
    `There is no migration "${to}" in this release. List them by: sbw migrate status`,
  );
}

/** Gives the next migration the time that is left; false when that is too little to begin it. */
async function limitStatements({ client, remainingMs }: RunOptions): Promise<boolean> {
  if (!remainingMs) return true;
  const remaining = remainingMs();
  if (remaining < ENOUGH_MILLISECONDS) return false;
  await setSession(client, 'statement_timeout', String(Math.floor(remaining - MARGIN_MILLISECONDS)));
  return true;
}

/** umzug's own error carries the migration's context; only its cause may go on. */
function unwrap(error: unknown): never {
  throw error instanceof Error && error.cause !== undefined ? error.cause : error;
}
