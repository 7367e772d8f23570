export { checksum } from './checksum.js';
export { describeApplied, verifyMigrated } from './describe.js';
export { describeHolder } from './lock.js';
export { type MigrateOptions, migrate } from './remote.js';
export { requestOf } from './request.js';
export { type RunOptions, runMigrations } from './runner.js';
export type {
  CompletedMigration,
  ExpectedMigration,
  HistoryEntry,
  LockHolder,
  Migration,
  MigrationAnswer,
  MigrationBody,
  MigrationClient,
  MigrationCommand,
  MigrationFailure,
  MigrationRequest,
  MigrationState,
  PlannedMigration,
} from './types.js';
