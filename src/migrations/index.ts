export { checksum } from './checksum.js';
export { describeApplied, verifyMigrated } from './describe.js';
export { type MigrateOptions, migrate } from './remote.js';
export { type RunOptions, runMigrations } from './runner.js';
export type {
  CompletedMigration,
  Migration,
  MigrationAnswer,
  MigrationBody,
  MigrationClient,
  MigrationCommand,
  MigrationFailure,
  MigrationRequest,
  MigrationState,
} from './types.js';
