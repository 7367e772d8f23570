import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SuperbowletoError } from '../../errors.js';
import { git, gitComplaint } from './git-command.js';
import type { ScmContext } from './scm.js';

/**
 * A bare copy of `repository` in the cache, with everything that it has now.
 *
 * @returns its folder
 * @throws {SuperbowletoError} REPOSITORY_UNREACHABLE, with what git said
 */
export async function fetchMirror(repository: string, context: ScmContext): Promise<string> {
  const { cache, report, signal } = context;
  const parent = join(cache, 'repositories');
  const mirror = join(parent, `${createHash('sha256').update(repository).digest('hex').slice(0, 16)}.git`);
  await mkdir(parent, { recursive: true, mode: 0o700 });
  report(`Fetching ${withoutPassword(repository)}`);
  try {
    if (existsSync(mirror)) {
      await git(['fetch', '--quiet', '--prune', '--force', '--', repository, '+refs/*:refs/*'], {
        cwd: mirror,
        signal,
      });
    } else {
      await cloneMirror(repository, mirror, context);
    }
  } catch (error) {
    signal.throwIfAborted();
    const text = `The repository ${withoutPassword(repository)} cannot be fetched: ${withoutPassword(gitComplaint(error))}`;
    throw new SuperbowletoError('REPOSITORY_UNREACHABLE', text);
  }
  return mirror;
}

/** Cloned beside its place and moved there whole, so that a killed clone is never taken for one. */
async function cloneMirror(
  repository: string,
  mirror: string,
  { project, signal }: ScmContext,
): Promise<void> {
  const draft = `${mirror}.${randomUUID().slice(0, 8)}`;
  try {
    const args = ['clone', '--quiet', '--mirror', '--template=', '--', repository, draft];
    await git(args, { cwd: project.directory, signal });
    await rename(draft, mirror);
  } catch (error) {
    if (!existsSync(mirror)) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** A URL may carry a token. */
function withoutPassword(text: string): string {
  return text.replace(/(\w+:\/\/)[^/@\s]+@/g, '$1');
}
