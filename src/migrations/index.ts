export { checksum } from './checksum.js';
export { describeApplied, verifyMigrated } from './describe.js';
export { type MigrationFile, readMigrationFiles } from './files.js';
export { describeHolder } from './lock.js';
export { type MigrationModule, parseMigration } from './parse.js';
export { type MigrateOptions, migrate } from './remote.js';
export { requestOf } from './request.js';
export { type RunOptions, runMigrations } from './runner.js';
export type {
  ChangeCommand,
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
