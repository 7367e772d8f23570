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
  /** A password that a run has begun to set and nobody has promoted. */
  readonly unfinished: Secret | undefined;
  /** What a new pending password is stored as: above every version of both names. */
  readonly next: string;
}

export type PasswordStore = Pick<Credstash, 'find' | 'read' | 'versions' | 'put' | 'deleteVersion'>;

export async function readPasswords(store: PasswordStore, names: PasswordNames): Promise<Passwords> {
  const current = await store.find(names.current);
  const pending = await store.find(names.pending);
  const unfinished = pending && !(await isFinished(store, names, pending)) ? pending : undefined;
  const latest = highest(current?.version, pending?.version);
  return { current, unfinished, next: nextVersion(latest, names.current) };
}

/**
 * True when some version of `current`, from the pending one's on, holds the same value. Values are compared, since
 * a version that somebody put there by hand is no promotion, whatever its number.
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
 * Stores a new pending password and reads it back, which proves that it can be found and decrypted before RDS
 * hears of it. The conditional write is the lock: of two runs one wins, and the other goes on with its password.
 * It holds since no pending password is ever deleted: a run that slept through later rotations finds its version
 * taken, and what RDS may have heard of stays known.
 *
 * @returns undefined when a later rotation has begun since the versions were read
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

/** Whether a later rotation has begun, which nobody does before this one is finished or given up. */
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
 * @returns its version as the current one: its own, or one above a version that was put there by hand meanwhile
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
      // Another run, or a hand, was faster: look again at what is there now.
      if (!(error instanceof VersionExists || error instanceof VersionBelowLatest)) throw error;
    }
  }
}

/** Versions have one width, so their texts sort as their numbers. */
function highest(...versions: (string | undefined)[]): string | undefined {
  return versions
    .filter((version) => version !== undefined)
    .sort()
    .at(-1);
}

function commentOf({ comment }: Secret): { comment?: string } {
  return comment === undefined ? {} : { comment };
}
