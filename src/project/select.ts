import { UsageError } from '../errors.js';
import { didYouMean } from './spelling.js';
import type { Environment, Project } from './types.js';

/**
 * Returns an environment of the project by its name. Default: the file's `default_environment`.
 *
 * @throws {UsageError} UNKNOWN_ENVIRONMENT
 * @example selectEnvironment(project, 'sandbox').account // '222222222222'
 */
export function selectEnvironment(project: Project, name: string = project.defaultEnvironment): Environment {
  const { environments } = project;
  const found = Object.hasOwn(environments, name) ? environments[name] : undefined;
  if (found) return found;
  const names = Object.keys(environments);
  throw new UsageError(
    'UNKNOWN_ENVIRONMENT',
    `There is no environment "${name}" in ${project.file}${didYouMean(name, names) || '.'} There is ${names.join(', ')}.`,
  );
}
