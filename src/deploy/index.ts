export type { PrunedArtifact } from './artifact/prune.js';
export { seedDependencyCache } from './build/seed.js';
export { cacheFolder } from './cache.js';
export { type DeployOptions, deploy } from './deploy.js';
export { describeRelease, verifyReleased } from './describe.js';
export {
  describeLock,
  describeLog,
  describeRollback,
  describeServing,
  describeStatus,
  describeVersion,
  RELEASE_COLUMNS,
  releaseRow,
  verifyRolledBack,
} from './describe-releases.js';
export { type Difference, type DifferenceRange, diffRelease } from './diff.js';
export { type Plan, type PlannedRange, type PlannedRelease, planRelease } from './plan.js';
export type { PlannedMigrations } from './plan-migrations.js';
export { type PlannedRollback, planRollback } from './plan-rollback.js';
export { type PruneOptions, type PruneResult, prune } from './prune.js';
export { releaseNamed, shortId } from './releases.js';
export type { DeployResult, DeployState, FunctionOutcome, FunctionStatus } from './result.js';
export { type RollbackOptions, type RollbackResult, rollback } from './rollback.js';
export type { ChangedFile, Commit, CommitRange } from './scm/scm.js';
export { withSource } from './source.js';
export { type FunctionInService, readStatus, type Status, type StatusOptions } from './status.js';
export type { Canary, PlannedFunction, PrunedVersion } from './target/target.js';
