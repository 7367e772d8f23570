import { UsageError } from '../errors.js';
import { deployedName } from './names.js';
import type { Environment, Project } from './types.js';

/** A function without a trigger, which an operator invokes. */
export interface OperatorFunction {
  /** Its name in AWS. */
  readonly functionName: string;
  /** Its timeout in seconds. */
  readonly timeout: number;
}

/**
 * Returns the environment's function that runs migrations.
 *
 * @throws {UsageError} NO_MIGRATE_FUNCTION: the environment does not have it
 * @example
 * await migrate({ lambda, ...migrateFunction(project, environment), command: 'up' });
 */
export function migrateFunction(project: Project, environment: Environment): OperatorFunction {
  const found = find(project, environment, 'migrate-database');
  if (found) return found;
  throw new UsageError(
    'NO_MIGRATE_FUNCTION',
    `Environment ${environment.name} has no function migrate-database in ${project.file}; migrations run in it.`,
  );
}

/**
 * Returns the environment's function that administers tenants and boletos.
 *
 * @throws {UsageError} NO_ADMINISTER_FUNCTION: the environment does not have it
 * @example
 * await administer({ lambda, ...administerFunction(project, environment) }, 'tenant.list', {});
 */
export function administerFunction(project: Project, environment: Environment): OperatorFunction {
  const found = find(project, environment, 'administer');
  if (found) return found;
  throw new UsageError(
    'NO_ADMINISTER_FUNCTION',
    `Environment ${environment.name} has no function administer in ${project.file}; tenants and boletos are administered by it.`,
  );
}

/**
 * Returns the environment's function that checks whether a password logs in to the database; undefined if the
 * environment does not have it.
 *
 * @example const checker = createChecker({ lambda, ...checkFunction(project, environment) });
 */
export function checkFunction(project: Project, environment: Environment): OperatorFunction | undefined {
  return find(project, environment, 'check-database');
}

function find(project: Project, environment: Environment, name: string): OperatorFunction | undefined {
  const definition = project.functions[name];
  if (!definition || !environment.functions.includes(name)) return undefined;
  return { functionName: deployedName(project, environment, name), timeout: definition.timeout };
}
