/** What a migration may do with its connection. A `pg.Client` is one; it must be the run's own, not a pool. */
export interface MigrationClient {
  query(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
  /** Where it connects to: an RDS Proxy is known by its name. */
  readonly host?: string;
}

/** SQL, or what cannot be said in SQL. */
export type MigrationBody = string | ((client: MigrationClient) => Promise<unknown>);

export interface Migration {
  /** Sorts in the order of running and carries no file extension: `2026-07-27T12-00-create-boletos`. */
  readonly name: string;
  readonly up: MigrationBody;
  /** Left out: cannot be reverted. */
  readonly down?: MigrationBody;
  /**
   * False for what PostgreSQL refuses inside a transaction, such as CREATE INDEX CONCURRENTLY: the body is then
   * one statement and nothing rolls it back. True when left out.
   */
  readonly transaction?: boolean;
  /** Tells an edited migration from the one that was applied: `checksum(up)`, or of the source for a function. */
  readonly checksum: string;
}

export type ChangeCommand = 'up' | 'down' | 'redo' | 'baseline';

/** `plan` says what a change would do. It is a command of its own: a function that does not know it changes nothing. */
export type MigrationCommand = ChangeCommand | 'plan' | 'status' | 'history' | 'unlock';

/** A migration as who asks knows it. */
export interface ExpectedMigration {
  readonly name: string;
  /** Left out: the name is all that is known. */
  readonly checksum?: string;
}

/** The event of the function `migrate-database`. */
export interface MigrationRequest {
  readonly command: MigrationCommand;
  /** Name of the last migration to apply, to revert, or to take as applied; it is included. */
  readonly to?: string;
  /** How many to apply or revert. Left out: `up` applies all that are pending, `down` reverts one. */
  readonly step?: number;
  /** Of `plan`: the change that is meant. */
  readonly of?: ChangeCommand;
  /** Milliseconds to wait for another run to end; 30,000 when left out. */
  readonly lockWait?: number;
  /**
   * Milliseconds that a statement waits for a table before it gives up, so that the service is not held up behind it.
   * Left out: 2,000, and 60,000 for a CONCURRENTLY, which holds up nobody.
   */
  readonly tableLockTimeout?: number;
  /** Milliseconds that one statement may take; within the time of the function, which always limits it. */
  readonly statementTimeout?: number;
  /** The list that the one who asks means. Nothing is done by a build that has another. */
  readonly expect?: readonly ExpectedMigration[];
  /** Of `unlock`: who was seen to hold the lock, and only that one is ended. */
  readonly pid?: number;
  /** Who asks, for the history. */
  readonly by?: string;
}

export interface CompletedMigration {
  readonly name: string;
  readonly milliseconds: number;
}

export interface MigrationState {
  readonly name: string;
  /** `changed`: applied, and edited since. `missing`: applied, but not among the migrations of this release. */
  readonly status: 'applied' | 'pending' | 'changed' | 'missing';
  /** ISO 8601 in UTC. */
  readonly appliedAt: string | null;
}

/** What a plan says of one migration. */
export interface PlannedMigration {
  readonly name: string;
  readonly action: 'apply' | 'revert' | 'record';
  readonly transaction: boolean;
  /** Null for a migration that is a function. */
  readonly sql: string | null;
}

/** Who holds the migration lock. */
export interface LockHolder {
  readonly pid: number;
  /** Its `application_name`. */
  readonly application: string;
  readonly state: string;
  /** When it connected: ISO 8601 in UTC. */
  readonly since: string;
  /** The statement that it runs, or ran last, cut short and without its literals. */
  readonly statement: string;
  /** Seconds since that statement began. */
  readonly seconds: number;
}

/** One line of the database's own account of its migrations. */
export interface HistoryEntry {
  readonly name: string;
  /** `applying`, `reverting`, `redoing`: begun outside a transaction; without a later line of the name, interrupted there. */
  readonly action: 'applying' | 'applied' | 'reverting' | 'reverted' | 'redoing' | 'baselined' | 'failed';
  readonly at: string;
  readonly milliseconds: number | null;
  readonly by: string;
}

export interface MigrationFailure {
  /** Stable, upper snake case. */
  readonly code: string;
  readonly message: string;
  readonly migration?: string;
  /** PostgreSQL's own code of the error, and where in the SQL it lies (characters, from 1). */
  readonly sqlstate?: string;
  readonly position?: string;
  readonly detail?: string;
  readonly hint?: string;
}

/** The answer of the function `migrate-database`: always data, since a thrown error would lose its fields. */
export interface MigrationAnswer {
  readonly ok: boolean;
  readonly command: MigrationCommand;
  /** In the order of running; what was done before a failure stays done. */
  readonly applied: readonly CompletedMigration[];
  readonly reverted: readonly CompletedMigration[];
  /** Every migration as the run left it; empty when the database could not be asked. */
  readonly migrations: readonly MigrationState[];
  /** The run stopped between two migrations because its time was nearly over; the same request goes on. */
  readonly partial?: boolean;
  /** Of `plan`, in the order of running. */
  readonly planned?: readonly PlannedMigration[];
  /** Of `baseline`: names that were recorded as applied. */
  readonly baselined?: readonly string[];
  /** Of `unlock`: who held the lock; null when nobody did. */
  readonly holder?: LockHolder | null;
  /** Of `history`, the oldest first. */
  readonly history?: readonly HistoryEntry[];
  /** Sentences: what went well but ought to be known. */
  readonly warnings?: readonly string[];
  readonly error?: MigrationFailure;
}
