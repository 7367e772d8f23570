import type { Project } from '../project/index.js';
import { locateRepository } from './git/repository.js';

/**
 * The same project, its commits taken from another repository. What is built there is its root.
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
