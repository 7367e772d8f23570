import {
  type Credstash,
  nextVersion,
  type Secret,
  VersionBelowLatest,
  VersionExists,
} from '../credstash/index.js';
import type { PasswordNames } from '../project/index.js';

export interface Passwords {
  readonly current: Secret | undefined;
  /** A pending password that no run has promoted yet. */
  readonly unfinished: Secret | undefined;
  /** Version for a new pending password: above every version of both names. */
  readonly next: string;
}

export type PasswordStore = Pick<Credstash, 'find' | 'read' | 'versions' | 'put' | 'deleteVersion'>;

/** Reads the current password and a rotation's unfinished one. */
export async function readPasswords(store: PasswordStore, names: PasswordNames): Promise<Passwords> {
  const current = await store.find(names.current);
  const pending = await store.find(names.pending);
  const unfinished = pending && !(await isFinished(store, names, pending)) ? pending : undefined;
  const latest = highest(current?.version, pending?.version);
  return { current, unfinished, next: nextVersion(latest, names.current) };
}

/**
 * Returns whether the pending password was promoted: whether its value is in a version of `current` that is not older.
 * Compares values, since a version that somebody stored by hand is no promotion, whatever its number.
 */
export async function isFinished(
  store: PasswordStore,
  names: PasswordNames,
  pending: Secret,
): Promise<boolean> {
  for (const { version } of await store.versions(names.current)) {
    if (version < pending.version) break;
    const secret = await store.find(names.current, { version });
    if (secret?.value === pending.value) return true;
  }
  return false;
}

/**
 * Stores a new pending password and reads it back. That proves, before RDS gets it, that it can be found and decrypted.
 *
 * The conditional write is the lock: of two runs, one stores its password and the other continues with that one. This
 * works because no rotation deletes a pending password. A run that was suspended during later rotations finds its version
 * taken. Every password that RDS may have received stays in credstash.
 *
 * @returns the pending password, this run's or another's; undefined when a later rotation has begun meanwhile
 */
export async function storePending(
  store: PasswordStore,
  names: PasswordNames,
  version: string,
  password: string,
  comment: string,
): Promise<Secret | undefined> {
  try {
    await store.put(names.pending, password, { version, comment });
  } catch (error) {
    if (!(error instanceof VersionExists || error instanceof VersionBelowLatest)) throw error;
  }
  const newest = await store.find(names.pending);
  return newest?.version === version ? newest : undefined;
}

/** Returns whether a later rotation has begun. None begins before this one is finished or aborted. */
export async function isSuperseded(
  store: PasswordStore,
  names: PasswordNames,
  pending: Secret,
): Promise<boolean> {
  const newest = await store.find(names.pending);
  return newest !== undefined && newest.version > pending.version;
}

/**
 * Makes the pending password the current one, unless it already is.
 *
 * @returns its version as the current one: its own, or the next one after a version that somebody stored by hand
 */
export async function promote(store: PasswordStore, names: PasswordNames, pending: Secret): Promise<string> {
  for (;;) {
    const current = await store.find(names.current);
    if (current && (await isFinished(store, names, pending))) return current.version;
    const version = highest(nextVersion(current?.version, names.current), pending.version) ?? pending.version;
    try {
      await store.put(names.current, pending.value, { version, ...commentOf(pending) });
      return version;
    } catch (error) {
      // Another run, or a person, stored this version first: read the current one again.
      if (!(error instanceof VersionExists || error instanceof VersionBelowLatest)) throw error;
    }
  }
}

/** Versions are padded to one width, so strings compare as numbers do. */
function highest(...versions: (string | undefined)[]): string | undefined {
  return versions
    .filter((version) => version !== undefined)
    .sort()
    .at(-1);
}

function commentOf({ comment }: Secret): { comment?: string } {
  return comment === undefined ? {} : { comment };
}
