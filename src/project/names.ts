import type { Environment, Project } from './types.js';

/** The file that describes a project, in the folder where sbw runs. */
export const PROJECT_FILE = 'superbowleto.yml';

/** The alias that every trigger points at. */
export const CURRENT_ALIAS = 'current';

/** @example deployedName(project, environment, 'create-boleto') // 'live-superbowleto-create-boleto' */
export function deployedName(
  project: Pick<Project, 'service'>,
  environment: Pick<Environment, 'name'>,
  name: string,
): string {
  return `${environment.name}-${project.service}-${name}`;
}

/**
 * The log group that Lambda writes to for a function.
 *
 * @param functionName the deployed name
 * @example logGroup('live-superbowleto-create-boleto') // '/aws/lambda/live-superbowleto-create-boleto'
 */
export function logGroup(functionName: string): string {
  return `/aws/lambda/${functionName}`;
}

/**
 * The REST API of an environment and its stage, as Terraform names them. The name of a stage may not contain a hyphen.
 *
 * @example deployedApi(project, environment) // { name: 'live-superbowleto', stage: 'live' }
 */
export function deployedApi(
  project: Pick<Project, 'service'>,
  environment: Pick<Environment, 'name'>,
): { readonly name: string; readonly stage: string } {
  const { name } = environment;
  return { name: `${name}-${project.service}`, stage: name.replaceAll('-', '_') };
}

/** The deployed names of a queue and of its dead-letter queue. */
export interface QueueNames {
  readonly queue: string;
  readonly deadLetter: string;
}

/** @example queueNames('live', 'boletos-to-register').queue // 'live-boletos-to-register' */
export function queueNames(environment: string, name: string): QueueNames {
  const queue = `${environment}-${name}`;
  return { queue, deadLetter: deadLetterOf(queue) };
}

/**
 * The dead-letter queue of a queue.
 *
 * @param queue a queue's name, or its URL, which ends in the name
 */
export function deadLetterOf(queue: string): string {
  return `${queue}-dead-letter`;
}

/**
 * Returns the beginning of the names of an environment's secrets in credstash.
 *
 * @example secretPrefix('live') // 'live/'
 */
export function secretPrefix(environment: string): string {
  return `${environment}/`;
}

/** The names in credstash of a database's password. */
export interface PasswordNames {
  readonly current: string;
  readonly pending: string;
}

/**
 * The names of an environment's database password. A pending password has a name of its own, so that a reader of the
 * latest version of `current` never reads a password that is not in force yet.
 *
 * @example passwordNames('live') // { current: 'live/database/password', pending: 'live/database/password.pending' }
 */
export function passwordNames(environment: string): PasswordNames {
  const current = `${secretPrefix(environment)}database/password`;
  return { current, pending: `${current}.pending` };
}
