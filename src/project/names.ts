import type { Environment, Project } from './types.js';

/** The file that describes a project, in the folder where sbw runs. */
export const PROJECT_FILE = 'superbowleto.yml';

/** The alias that every trigger points at. */
export const CURRENT_ALIAS = 'current';

/**
 * Returns the name of a function in AWS.
 *
 * @example deployedName(project, environment, 'create-boleto') // 'live-superbowleto-create-boleto'
 */
export function deployedName(
  project: Pick<Project, 'service'>,
  environment: Pick<Environment, 'name'>,
  name: string,
): string {
  return `${environment.name}-${project.service}-${name}`;
}

/**
 * Returns the log group of a function in CloudWatch Logs.
 *
 * @param functionName the deployed name
 * @example logGroup('live-superbowleto-create-boleto') // '/aws/lambda/live-superbowleto-create-boleto'
 */
export function logGroup(functionName: string): string {
  return `/aws/lambda/${functionName}`;
}

/**
 * Returns the names of an environment's REST API and of its stage, as in Terraform. A stage name cannot contain a hyphen.
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

/** The names of a queue and of its dead-letter queue in AWS. */
export interface QueueNames {
  readonly queue: string;
  readonly deadLetter: string;
}

/**
 * Returns the names of an environment's queue.
 *
 * @param name its name in the project file
 * @example queueNames('live', 'boletos-to-register').queue // 'live-boletos-to-register'
 */
export function queueNames(environment: string, name: string): QueueNames {
  const queue = `${environment}-${name}`;
  return { queue, deadLetter: deadLetterOf(queue) };
}

/**
 * Returns the dead-letter queue of a queue.
 *
 * @param queue name of the queue, or its URL, which ends with the name
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

/** The names of a database password in credstash. */
export interface PasswordNames {
  readonly current: string;
  readonly pending: string;
}

/**
 * Returns the names of an environment's database password. The pending password has its own name, so that a reader of
 * `current` never gets a password that the database does not accept yet.
 *
 * @example passwordNames('live') // { current: 'live/database/password', pending: 'live/database/password.pending' }
 */
export function passwordNames(environment: string): PasswordNames {
  const current = `${secretPrefix(environment)}database/password`;
  return { current, pending: `${current}.pending` };
}

/**
 * Returns the name in credstash of the key that signs the links to the payer's page. Each of its versions stays valid.
 *
 * @example pageKeyName('live') // 'live/payer-page/key'
 */
export function pageKeyName(environment: string): string {
  return `${secretPrefix(environment)}payer-page/key`;
}
