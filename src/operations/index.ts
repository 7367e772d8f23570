export { type HeldLock, type LockOptions, withLock } from './lock.js';
export type { Operation } from './lock-record.js';
export type { OperationsTable } from './lock-table.js';
export { currentUser } from './process.js';
export {
  listReleases,
  type Release,
  type ReleasedFunction,
  type ReleaseKind,
  type ReleaseState,
  recordRelease,
  updateRelease,
} from './releases.js';
export { findLockHolder, type LockHolder, type UnlockOptions, unlock } from './unlock.js';
