export type { PrunedArtifact } from './artifact/prune.js';
export { seedDependencyCache } from './build/seed.js';
export { cacheFolder } from './cache.js';
export { type DeployOptions, deploy } from './deploy.js';
export { describeDifference } from './describe/difference.js';
export {
  describeDeploy,
  describeEnd,
  describeOutcomes,
  describeRelease,
  describeRollback,
  verifyReleased,
  verifyRolledBack,
} from './describe/outcome.js';
export { describePlan } from './describe/plan.js';
export { describePrune } from './describe/prune.js';
export { describeLog, describeReleases } from './describe/releases.js';
export { describeFunctions, describeLock, describeServing, describeStatus } from './describe/status.js';
export { type Difference, type DifferenceRange, diffRelease } from './diff.js';
export type { ChangedFile, Commit, CommitRange } from './git/types.js';
export type { Canary, PlannedFunction, PrunedVersion } from './lambda/types.js';
export type { PlannedMigrations } from './migrations/plan.js';
export { type Plan, type PlannedRange, type PlannedRelease, planRelease } from './plan.js';
export { type PlannedRollback, planRollback } from './plan-rollback.js';
export { type PruneOptions, type PruneResult, prune } from './prune.js';
export { releaseNamed, shortId } from './release/log.js';
export type { DeployResult, DeployState, FunctionOutcome, FunctionStatus } from './release/result.js';
export { type RollbackOptions, type RollbackResult, rollback } from './rollback.js';
export { withSource } from './source.js';
export { type FunctionInService, readStatus, type Status, type StatusOptions } from './status.js';
