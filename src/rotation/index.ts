export { abortRotation } from './abort.js';
export {
  type CheckAnswer,
  type CheckedDatabase,
  type Checker,
  type CheckRequest,
  createChecker,
} from './check.js';
export { clusterDatabase } from './cluster.js';
export type { DatabaseState, MasterDatabase } from './database.js';
export { describeRotation } from './describe.js';
export { generatePassword } from './generate.js';
export { initPassword } from './init.js';
export { instanceDatabase } from './instance.js';
export { type Login, type LoginTarget, postgresLogin, type StoredPassword } from './login.js';
export { rotationTarget } from './open.js';
export { type RotatedPageKey, rotatePageKey } from './page-key.js';
export { reconcilePassword } from './reconcile.js';
export { type Rotation, rotatePassword } from './rotate.js';
export type { RotateOptions, RotationTarget, RunOptions } from './run.js';
export type { PasswordStore } from './secrets.js';
export { type PasswordInStore, type RotationState, readRotation } from './state.js';
