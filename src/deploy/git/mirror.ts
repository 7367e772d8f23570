import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SuperbowletoError, UsageError } from '../../errors.js';
import { cacheNotWritable } from '../cache.js';
import { git, gitComplaint } from './command.js';
import { withoutPassword } from './repository.js';
import type { ScmContext } from './types.js';

type MirrorContext = Pick<ScmContext, 'cache' | 'report' | 'signal'>;

const EVERYTHING = '+refs/*:refs/*';
/** Of another process that fetches into the same mirror; in milliseconds. */
const LOCK_WAIT = ['core.filesRefLockTimeout=1000', 'core.packedRefsTimeout=1000'];
/** Waited out, or found broken: the mirror is in the way, and the repository itself is not. */
const MIRROR_BROKEN =
  /^(?!remote: ).*(cannot lock ref|\.lock'|not a git repository: '|bad object|corrupt|unable to read|necessary objects)/m;

/**
 * A bare copy of a repository in the cache, with everything that it has now. The copy does not know where it is from:
 * the URL may carry a token.
 *
 * @param url as `locateRepository` gives it
 * @returns its folder
 * @throws {SuperbowletoError} CACHE_NOT_WRITABLE; REPOSITORY_UNREACHABLE, with what git said
 */
export async function fetchMirror(url: string, context: MirrorContext): Promise<string> {
  const { cache, report } = context;
  const parent = join(cache, 'repositories');
  const mirror = join(parent, `${createHash('sha256').update(url).digest('hex').slice(0, 16)}.git`);
  await mkdir(parent, { recursive: true, mode: 0o700 }).catch(cacheNotWritable(cache));
  report(`Fetching ${withoutPassword(url)}`);
  await reaching(url, context, () => update(url, mirror, context));
  return mirror;
}

/**
 * The commit that the repository itself has checked out, or shows first; fetched even if no branch holds it.
 *
 * @throws {SuperbowletoError} REPOSITORY_UNREACHABLE
 * @throws {UsageError} UNKNOWN_REF for one without a commit
 */
export async function fetchHead(url: string, mirror: string, context: MirrorContext): Promise<string> {
  return await reaching(url, context, async () => {
    const listed = await speak(url, mirror, context, ['ls-remote', '--quiet', 'source', 'HEAD']);
    const [commit] = listed.split('\t');
    if (!commit) {
      const text = `${withoutPassword(url)} has no HEAD that is a commit. Name a branch, a tag or a commit.`;
      throw new UsageError('UNKNOWN_REF', text);
    }
    await fetchInto(mirror, url, context, commit);
    return commit;
  });
}

async function reaching<Result>(
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

/** Of two that fetch at once, one may find a branch moved under it, and tries again; what a killed one left is replaced. */
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

/** @throws what git said, unless it is the mirror's fault */
function verifyBroken(error: unknown): void {
  if (!MIRROR_BROKEN.test(String(Object(error).stderr))) throw error;
}

/** Filled beside its place and moved there whole, so that a killed fetch is never taken for one. */
async function make(url: string, mirror: string, context: MirrorContext, replace?: 'replace'): Promise<void> {
  const draft = `${mirror}.${randomUUID().slice(0, 8)}`;
  try {
    await mkdir(draft, { mode: 0o700 });
    await git(['init', '--quiet', '--bare', '--template=', '.'], { cwd: draft, signal: context.signal });
    await fetchInto(draft, url, context, EVERYTHING);
    if (replace) await rename(mirror, `${draft}.former`);
    await rename(draft, mirror);
  } catch (error) {
    // Somebody else was faster.
    const { code } = Object(error);
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(code) || !existsSync(mirror)) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
    await rm(`${draft}.former`, { recursive: true, force: true });
  }
}

async function fetchInto(folder: string, url: string, context: MirrorContext, what: string): Promise<void> {
  const args = ['fetch', '--quiet', '--prune', '--force', '--no-tags', '--no-write-fetch-head'];
  await speak(url, folder, context, [...args, '--update-shallow', '--no-recurse-submodules', 'source', what]);
}

async function speak(
  url: string,
  folder: string,
  { signal }: MirrorContext,
  args: readonly string[],
): Promise<string> {
  const waiting = LOCK_WAIT.flatMap((setting) => ['-c', setting]);
  // `--git-dir`: a broken mirror is none, and git would look for another one in the folders above.
  return await git(['--git-dir=.', ...waiting, ...args], {
    cwd: folder,
    signal,
    reach: 'server',
    config: { 'remote.source.url': url },
  });
}
