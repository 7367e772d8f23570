import { resolve } from 'node:path';
import { UsageError } from '../../errors.js';

/**
 * What git is to fetch from. A path starts at `directory`; a URL, and the `host:path` of ssh, stay as they are.
 *
 * @throws {UsageError} REPOSITORY_INVALID for what git would take for an option, or for a command to run (`ext::`)
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

/** A URL may carry a token. */
export function withoutPassword(text: string): string {
  return text.replace(/(\w+:\/\/)[^/@\s]+@/g, '$1');
}
