/** A connection that a migration can use, such as a `pg.Client`. It must not be a pool or shared. */
export interface MigrationClient {
  query(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
  /** Host that it connects to. An RDS Proxy is recognized by its host name. */
  readonly host?: string;
}

/** SQL, or a function that runs queries. */
export type MigrationBody = string | ((client: MigrationClient) => Promise<unknown>);

export interface Migration {
  /** Without a file extension: `2026-07-27T12-00-create-boletos`. Migrations run in the order of their names. */
  readonly name: string;
  readonly up: MigrationBody;
  /** Left out if it cannot be reverted. */
  readonly down?: MigrationBody;
  /**
   * False for a statement that PostgreSQL refuses inside a transaction, such as CREATE INDEX CONCURRENTLY. The body is
   * then one statement, and nothing rolls it back. Default: true.
   */
  readonly transaction?: boolean;
  /** Shows whether it was edited after it was applied: `checksum(up)`, or that of the source if `up` is a function. */
  readonly checksum: string;
}

export type ChangeCommand = 'up' | 'down' | 'redo' | 'baseline';

/**
 * `plan` returns what a change would do. It is a command and not a flag, so that an old function that does not know it
 * changes nothing.
 */
export type MigrationCommand = ChangeCommand | 'plan' | 'status' | 'history' | 'unlock';

/** A migration that the caller expects the function to have. */
export interface ExpectedMigration {
  readonly name: string;
  /** Left out if only the name is known. */
  readonly checksum?: string;
}

/** The event of the function `migrate-database`. */
export interface MigrationRequest {
  readonly command: MigrationCommand;
  /** Name of the last migration to apply, revert or record, included. */
  readonly to?: string;
  /** Number of migrations to apply or revert. Default: all pending ones for `up`, one for `down`. */
  readonly step?: number;
  /** For `plan`: the change to plan. */
  readonly of?: ChangeCommand;
  /** Milliseconds to wait for another run to end. Default: 30,000. */
  readonly lockWait?: number;
  /**
   * Milliseconds that a statement may wait for a table, while queries of the service wait behind it. Default: 2,000, and
   * 60,000 for CONCURRENTLY, which blocks nobody.
   */
  readonly tableLockTimeout?: number;
  /** Milliseconds that one statement may take. The time left to the function limits it in any case. */
  readonly statementTimeout?: number;
  /** The migrations that the caller expects. A build with others refuses a change. */
  readonly expect?: readonly ExpectedMigration[];
  /** For `unlock`: process id of the holder to end. Any other holder is left alone. */
  readonly pid?: number;
  /** Who runs it, for the history. */
  readonly by?: string;
}

export interface CompletedMigration {
  readonly name: string;
  readonly milliseconds: number;
}

/** A migration's state in a database. */
export interface MigrationState {
  readonly name: string;
  /** `changed`: edited after it was applied. `missing`: applied, but not in this release. */
  readonly status: 'applied' | 'pending' | 'changed' | 'missing';
  /** ISO 8601 in UTC. */
  readonly appliedAt: string | null;
}

/** A step of a plan. */
export interface PlannedMigration {
  readonly name: string;
  readonly action: 'apply' | 'revert' | 'record';
  readonly transaction: boolean;
  /** Null for a migration that is a function. */
  readonly sql: string | null;
}

/** The session that holds the migration lock. */
export interface LockHolder {
  readonly pid: number;
  /** Its `application_name`. */
  readonly application: string;
  readonly state: string;
  /** When it connected: ISO 8601 in UTC. */
  readonly since: string;
  /** The statement that it runs or ran last, shortened and without its literals. */
  readonly statement: string;
  /** Seconds since that statement began. */
  readonly seconds: number;
}

/** A line of the log of migrations in the database. */
export interface HistoryEntry {
  readonly name: string;
  /** `applying`, `reverting`, `redoing`: begun outside a transaction, and interrupted if no later line follows. */
  readonly action: 'applying' | 'applied' | 'reverting' | 'reverted' | 'redoing' | 'baselined' | 'failed';
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly milliseconds: number | null;
  readonly by: string;
}

export interface MigrationFailure {
  /** Stable, upper snake case. */
  readonly code: string;
  readonly message: string;
  readonly migration?: string;
  /** PostgreSQL's code of the error. */
  readonly sqlstate?: string;
  /** Position in the SQL, in characters from 1. */
  readonly position?: string;
  readonly detail?: string;
  readonly hint?: string;
}

/** The answer of the function `migrate-database`. A failure is an answer too, since a thrown error loses its fields. */
export interface MigrationAnswer {
  readonly ok: boolean;
  readonly command: MigrationCommand;
  /** In the order in which they ran. Those applied before a failure stay applied. */
  readonly applied: readonly CompletedMigration[];
  readonly reverted: readonly CompletedMigration[];
  /** The state of every migration after the run; empty if the database could not be read. */
  readonly migrations: readonly MigrationState[];
  /** The run stopped between two migrations because its time was nearly over. Send the same request again. */
  readonly partial?: boolean;
  /** For `plan`, in the order in which they would run. */
  readonly planned?: readonly PlannedMigration[];
  /** For `baseline`: the names that were recorded as applied. */
  readonly baselined?: readonly string[];
  /** For `unlock`: who held the lock; null for nobody. */
  readonly holder?: LockHolder | null;
  /** For `history`, oldest first. */
  readonly history?: readonly HistoryEntry[];
  /** Sentences for a person. */
  readonly warnings?: readonly string[];
  readonly error?: MigrationFailure;
}
