export type { PrunedArtifact } from './artifact/prune.js';
export { seedDependencyCache } from './build/seed.js';
export { cacheFolder } from './cache.js';
export type { DeployOptions, EnvironmentOptions } from './context.js';
export { deploy } from './deploy.js';
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
export type { ServedRange } from './git/ranges.js';
export { withSource } from './git/repository.js';
export type { ChangedFile, Commit, CommitRange } from './git/types.js';
export type { Canary, PlannedFunction, PrunedVersion } from './lambda/types.js';
export { planRelease } from './plan.js';
export { type PruneOptions, type PruneResult, prune } from './prune.js';
export { releaseNamed, shortId } from './release/log.js';
export type { Plan, PlannedMigrations, PlannedRelease } from './release/plan.js';
export type {
  DeployResult,
  DeployState,
  FunctionOutcome,
  FunctionStatus,
  RollbackResult,
} from './release/result.js';
export { type PlannedRollback, planRollback, type RollbackOptions, rollback } from './rollback.js';
export { type FunctionInService, readStatus, type Status, type StatusOptions } from './status.js';
