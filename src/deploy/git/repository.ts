import { resolve } from 'node:path';
import { UsageError } from '../../errors.js';
import type { Project } from '../../project/index.js';

/**
 * Returns what git fetches from. Resolves a path from `directory`. Keeps a URL, and the `host:path` of ssh, as they are.
 *
 * @throws {UsageError} REPOSITORY_INVALID for a text that git would read as an option, or as a command to run (`ext::`)
 */
export function locateRepository(repository: string, directory: string): string {
  if (!/^$|^-|^[\w+.-]*::|:\/\/-|\p{Cc}/u.test(repository)) {
    return /^[\w+.-]+:\/\/|^[^/]+:/.test(repository) ? repository : resolve(directory, repository);
  }
  throw new UsageError(
    'REPOSITORY_INVALID',
    `"${repository}" cannot be a repository. Give a path, a URL (https://…, ssh://…, file://…) or user@host:path.`,
  );
}

/** Removes user and password from the URLs in a text: the password may be a token. */
export function withoutPassword(text: string): string {
  return text.replace(/(\w+:\/\/)[^/@\s]+@/g, '$1');
}

/**
 * Returns the same project with another repository for its commits. A deploy then builds the root of that repository.
 *
 * @param source path from `directory`, or URL; undefined: the project as it is
 * @param directory absolute path
 * @throws {UsageError} REPOSITORY_INVALID
 * @example withSource(project, '../superbowleto', process.cwd())
 */
export function withSource(project: Project, source: string | undefined, directory: string): Project {
  if (source === undefined) return project;
  return { ...project, scm: { ...project.scm, repository: locateRepository(source, directory) } };
}
