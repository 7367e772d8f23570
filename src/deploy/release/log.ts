import { SuperbowletoError, UsageError } from '../../errors.js';
import type { Release } from '../../operations/index.js';
import type { LiveVersion } from '../lambda/types.js';

type Serving = Pick<LiveVersion, 'name' | 'version' | 'sha256' | 'weights'>;

/** Returns the name of a release for people: the last part of its id. */
export function shortId({ id }: Pick<Release, 'id'>): string {
  return id.slice(id.lastIndexOf(' ') + 1);
}

/** Returns whether all functions of a release came into service. */
export function isComplete({ state }: Pick<Release, 'state'>): boolean {
  return state === 'released' || state === 'unchanged';
}

/** Returns the release in service by the log: the newest complete one. */
export function findCurrent(log: readonly Release[]): Release | undefined {
  return log.find(isComplete);
}

/** Returns whether every function of the release serves its version alone, with the same code as then. */
export function isServing(release: Release, serving: readonly Serving[]): boolean {
  return serving.every(({ name, version, sha256, weights }) => {
    const released = release.functions.find((one) => one.name === name);
    if (released?.version === undefined) return true;
    const isSameCode = released.sha256 === undefined || sha256 === undefined || released.sha256 === sha256;
    return released.version === version && isSameCode && weights === undefined;
  });
}

/** Returns the deploy whose versions a release serves: the release itself, or what a rollback went back to. */
export function originOf(log: readonly Release[], release: Release): Release {
  return log.find(({ id }) => id === release.to) ?? release;
}

/**
 * Returns the deploy that a rollback goes back to when the caller names none.
 *
 * That is the one before the release in service. When the last deploy was killed or ended mixed, it is the release in
 * service, which undoes that deploy. After a rollback it is the same deploy again, so that repeating the command is safe.
 *
 * @param log newest first
 * @param serving what the aliases point at
 * @throws {SuperbowletoError} NO_EARLIER_RELEASE
 */
export function releaseBefore(log: readonly Release[], serving: readonly Serving[]): Release {
  const current = findCurrent(log);
  if (current === undefined) throw noEarlierRelease('no release is on record that ended well');
  const last = log.find((release) => leftSomething(release, current, serving)) ?? current;
  if (last.kind === 'rollback') return originOf(log, last);
  if (last !== current) return originOf(log, current);
  const older = log.slice(log.indexOf(current) + 1);
  const previous = older.find(
    (release) => isComplete(release) && versionsOf(release) !== versionsOf(current),
  );
  if (previous === undefined) {
    const why = older.some(isComplete)
      ? `every release on record brought what ${current.ref} did`
      : `${current.ref} is the first release on record`;
    throw noEarlierRelease(why);
  }
  return originOf(log, previous);
}

/**
 * Finds a deploy by the id of its release (whole, or its last part) or by its commit. Of several releases of one commit,
 * returns the newest complete one.
 *
 * @param name id, short id, or the first seven characters or more of a commit
 * @throws {UsageError} UNKNOWN_RELEASE, AMBIGUOUS_RELEASE, RELEASE_NOT_COMPLETE
 */
export function releaseNamed(log: readonly Release[], name: string, environment: string): Release {
  const byId = log.find((release) => release.id === name || shortId(release) === name);
  const found = byId ? [byId] : ofCommit(log, name);
  const complete = found.find(isComplete);
  const see = `See: sbw releases --env ${environment}`;
  if (new Set(found.map(({ commit }) => commit)).size > 1) {
    throw new UsageError('AMBIGUOUS_RELEASE', `"${name}" is the beginning of more than one commit. ${see}`);
  }
  if (complete) return originOf(log, complete);
  const [first] = found;
  if (first === undefined) {
    throw new UsageError('UNKNOWN_RELEASE', `${environment} has no release "${name}" on record. ${see}`);
  }
  throw new UsageError(
    'RELEASE_NOT_COMPLETE',
    `Release ${name} of ${environment} ended ${first.state}, so that there is nothing to go back to. ${see}`,
  );
}

function ofCommit(log: readonly Release[], name: string): Release[] {
  if (!/^[0-9a-f]{7,40}$/.test(name)) return [];
  return log.filter(({ commit }) => commit.startsWith(name));
}

/** Returns whether a release changed what serves. Failed and reverted ones did not; for a killed one, the aliases show it. */
function leftSomething(release: Release, current: Release, serving: readonly Serving[]): boolean {
  if (release.state === 'failed' || release.state === 'reverted') return false;
  if (isComplete(release) || release.kind === 'rollback') return true;
  return !isServing(current, serving);
}

/** Returns a text that is equal for releases with the same version of every function. */
export function versionsOf({ functions }: Pick<Release, 'functions'>): string {
  return functions
    .map(({ name, version }) => `${name} ${version}`)
    .sort()
    .join();
}

function noEarlierRelease(why: string): SuperbowletoError {
  return new SuperbowletoError(
    'NO_EARLIER_RELEASE',
    `There is nothing to roll back to: ${why}. Nothing was changed. An earlier commit is brought into service by sbw deploy.`,
  );
}
