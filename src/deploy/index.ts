export { seedDependencyCache } from './build/seed.js';
export { cacheFolder } from './cache.js';
export { type DeployOptions, deploy } from './deploy.js';
export { describeRelease, verifyReleased } from './describe.js';
export type { DeployResult, DeployState, FunctionOutcome, FunctionStatus } from './result.js';
