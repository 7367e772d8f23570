import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SuperbowletoError, UsageError } from '../../errors.js';
import { cacheNotWritable } from '../cache.js';
import { git, gitComplaint } from './command.js';
import { withoutPassword } from './repository.js';
import type { GitContext } from './types.js';

type MirrorContext = Pick<GitContext, 'cache' | 'report' | 'signal'>;

const EVERYTHING = '+refs/*:refs/*';
/** Milliseconds to wait for another process that fetches into the same mirror. */
const LOCK_WAIT = ['core.filesRefLockTimeout=1000', 'core.packedRefsTimeout=1000'];
/** Errors of git that the mirror causes, not the repository: a lock that stayed, or broken files. */
const MIRROR_BROKEN =
  /^(?!remote: ).*(cannot lock ref|\.lock'|not a git repository: '|bad object|corrupt|unable to read|necessary objects)/m;

/**
 * Fetches a bare copy of a repository, with all of its refs, into the cache. Does not store the URL in the copy: it may
 * contain a token.
 *
 * @param url as `locateRepository` returns it
 * @returns its folder
 * @throws {SuperbowletoError} CACHE_NOT_WRITABLE; REPOSITORY_UNREACHABLE, with what git said
 */
export async function fetchMirror(url: string, context: MirrorContext): Promise<string> {
  const { cache, report } = context;
  const parent = join(cache, 'repositories');
  const mirror = join(parent, `${createHash('sha256').update(url).digest('hex').slice(0, 16)}.git`);
  await mkdir(parent, { recursive: true, mode: 0o700 }).catch(cacheNotWritable(cache));
  report(`Fetching ${withoutPassword(url)}`);
  await withRepositoryError(url, context, () => update(url, mirror, context));
  return mirror;
}

/**
 * Returns the commit of the repository's own HEAD, and fetches it even if no branch contains it.
 *
 * @throws {SuperbowletoError} REPOSITORY_UNREACHABLE
 * @throws {UsageError} UNKNOWN_REF for a repository without a commit
 */
export async function fetchHead(url: string, mirror: string, context: MirrorContext): Promise<string> {
  return await withRepositoryError(url, context, async () => {
    const listed = await runRemote(url, mirror, context, ['ls-remote', '--quiet', 'source', 'HEAD']);
    const [commit] = listed.split('\t');
    if (!commit) {
      const text = `${withoutPassword(url)} has no HEAD that is a commit. Name a branch, a tag or a commit.`;
      throw new UsageError('UNKNOWN_REF', text);
    }
    await fetchInto(mirror, url, context, commit);
    return commit;
  });
}

/** Runs `work` and says which repository a failed git could not reach. */
async function withRepositoryError<Result>(
  url: string,
  { signal }: MirrorContext,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SuperbowletoError) throw error;
    const text = `The repository ${withoutPassword(url)} cannot be fetched: ${withoutPassword(gitComplaint(error))}`;
    throw new SuperbowletoError('REPOSITORY_UNREACHABLE', text);
  }
}

/**
 * Fetches into the mirror. Retries once, because another process may have moved a branch in between. Then replaces the
 * mirror: a killed process may have left it locked or broken.
 */
async function update(url: string, mirror: string, context: MirrorContext): Promise<void> {
  if (!existsSync(mirror)) return await make(url, mirror, context);
  const everything = () => fetchInto(mirror, url, context, EVERYTHING);
  try {
    await everything().catch((error) => {
      verifyBroken(error);
      return everything();
    });
  } catch (error) {
    verifyBroken(error);
    await make(url, mirror, context, 'replace');
  }
}

/** Throws the error unless the mirror itself caused it. */
function verifyBroken(error: unknown): void {
  if (!isMirrorBroken(String(Object(error).stderr))) throw error;
}

/**
 * Returns whether git complains about the mirror itself, so that a new one helps. A line that begins with `remote: ` is
 * about the repository.
 *
 * @param stderr what git printed to standard error
 */
export function isMirrorBroken(stderr: string): boolean {
  return MIRROR_BROKEN.test(stderr);
}

/** Fills a draft next to the mirror and renames it, so that a killed fetch never looks like a mirror. */
async function make(url: string, mirror: string, context: MirrorContext, replace?: 'replace'): Promise<void> {
  const draft = `${mirror}.${randomUUID().slice(0, 8)}`;
  try {
    await mkdir(draft, { mode: 0o700 });
    await git(['init', '--quiet', '--bare', '--template=', '.'], { cwd: draft, signal: context.signal });
    await fetchInto(draft, url, context, EVERYTHING);
    if (replace) await rename(mirror, `${draft}.replaced`);
    await rename(draft, mirror);
  } catch (error) {
    // Another process has made the mirror in the meantime.
    const { code } = Object(error);
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(code) || !existsSync(mirror)) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
    await rm(`${draft}.replaced`, { recursive: true, force: true });
  }
}

async function fetchInto(folder: string, url: string, context: MirrorContext, what: string): Promise<void> {
  const args = ['fetch', '--quiet', '--prune', '--force', '--no-tags', '--no-write-fetch-head'];
  await runRemote(url, folder, context, [
    ...args,
    '--update-shallow',
    '--no-recurse-submodules',
    'source',
    what,
  ]);
}

/** Runs a git command in `folder` that talks to the repository at `url`, under the remote name `source`. */
async function runRemote(
  url: string,
  folder: string,
  { signal }: MirrorContext,
  args: readonly string[],
): Promise<string> {
  const waiting = LOCK_WAIT.flatMap((setting) => ['-c', setting]);
  // `--git-dir`: without it, git would search the folders above a broken mirror for another repository.
  return await git(['--git-dir=.', ...waiting, ...args], {
    cwd: folder,
    signal,
    reach: 'server',
    config: { 'remote.source.url': url },
  });
}
