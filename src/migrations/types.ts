/** What a migration may do with its connection. A `pg.Client` is one; it must be the run's own, not a pool. */
export interface MigrationClient {
  query(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
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

export type MigrationCommand = 'up' | 'down' | 'status';

/** The event of the function `migrate-database`. */
export interface MigrationRequest {
  readonly command: MigrationCommand;
  /** Name of the last migration to apply, or of the last one to revert; it is included. */
  readonly to?: string;
  /** How many to apply or revert. Left out: `up` applies all that are pending, `down` reverts one. */
  readonly step?: number;
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
  readonly error?: MigrationFailure;
}
