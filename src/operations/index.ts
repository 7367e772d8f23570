export { type HeldLock, type LockOptions, withLock } from './lock.js';
export type { Operation } from './lock-record.js';
export {
  listReleases,
  NEWEST_RELEASES,
  type Release,
  type ReleasedFunction,
  type ReleaseKind,
  type ReleaseState,
  recordRelease,
  updateRelease,
} from './releases.js';
export { type OperationsTable, operationsTable } from './table.js';
export { findLockHolder, type LockHolder, type UnlockOptions, unlock } from './unlock.js';
