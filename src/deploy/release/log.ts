import { SuperbowletoError, UsageError } from '../../errors.js';
import type { Release } from '../../operations/index.js';

/** What a function's alias points at: all that is asked of `LiveVersion` here. */
interface Serving {
  readonly name: string;
  readonly version?: string | undefined;
  readonly sha256?: string | undefined;
  /** Shares of the calls that other versions get. */
  readonly weights?: Readonly<Record<string, number>> | undefined;
}

/** What a person calls a release by: the last part of its id. */
export function shortId({ id }: Pick<Release, 'id'>): string {
  return id.slice(id.lastIndexOf(' ') + 1);
}

/** Whether a release ended with all of its functions in service. */
export function isComplete({ state }: Pick<Release, 'state'>): boolean {
  return state === 'released' || state === 'unchanged';
}

/** The release that is in service by the record: the newest that is complete. */
export function findCurrent(log: readonly Release[]): Release | undefined {
  return log.find(isComplete);
}

/** Whether every function that the release has serves the version that it brought and no other, with the code that it had then. */
export function isServing(release: Release, serving: readonly Serving[]): boolean {
  return serving.every(({ name, version, sha256, weights }) => {
    const released = release.functions.find((one) => one.name === name);
    if (released?.version === undefined) return true;
    const isSameCode = released.sha256 === undefined || sha256 === undefined || released.sha256 === sha256;
    return released.version === version && isSameCode && weights === undefined;
  });
}

/** The deploy whose versions a release brought into service: itself, or what the rollback went back to. */
export function originOf(log: readonly Release[], release: Release): Release {
  return log.find(({ id }) => id === release.to) ?? release;
}

/**
 * The deploy that a rollback goes back to when none is named.
 *
 * It is the one before the release in service. A deploy that was cut off, or ended mixed, is taken back instead. After
 * a rollback it is the same again: whoever repeats the command, not knowing how it ended, ends where it was to end.
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
  const previous = older.find((release) => isComplete(release) && differs(release, current));
  if (previous === undefined) {
    const why = older.some(isComplete)
      ? `every release on record brought what ${current.ref} did`
      : `${current.ref} is the first release on record`;
    throw noEarlierRelease(why);
  }
  return originOf(log, previous);
}

/**
 * The deploy that somebody names: by the id of a release (whole, or its last part) or by its commit, of which the
 * newest release is meant.
 *
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

/** Failed and reverted ones left all as it was; of one that was cut off, the aliases tell. */
function leftSomething(release: Release, current: Release, serving: readonly Serving[]): boolean {
  if (release.state === 'failed' || release.state === 'reverted') return false;
  if (isComplete(release) || release.kind === 'rollback') return true;
  return !isServing(current, serving);
}

function differs(one: Release, other: Release): boolean {
  const versions = ({ functions }: Release) =>
    functions
      .map(({ name, version }) => `${name} ${version}`)
      .sort()
      .join();
  return versions(one) !== versions(other);
}

function noEarlierRelease(why: string): SuperbowletoError {
  return new SuperbowletoError(
    'NO_EARLIER_RELEASE',
    `There is nothing to roll back to: ${why}. Nothing was changed. An earlier commit is brought into service by sbw deploy.`,
  );
}
