import { UsageError } from '../errors.js';
import { deployedName } from './names.js';
import type { Environment, Project } from './types.js';

/** A function that no trigger calls but an operator. */
export interface OperatorFunction {
  /** Deployed name. */
  readonly functionName: string;
  /** Seconds that it may take. */
  readonly timeout: number;
}

/**
 * The environment's own function beside its database, in which migrations run.
 *
 * @throws {UsageError} NO_MIGRATE_FUNCTION
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
 * The environment's own function beside its database, which administers tenants and boletos.
 *
 * @throws {UsageError} NO_ADMINISTER_FUNCTION
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
 * The environment's own function beside its database, which tells whether a password logs in there; undefined where
 * there is none.
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
