import { UsageError } from '../errors.js';
import { deployedName, type Environment, type Project } from './types.js';

/** Its name in superbowleto.yml. */
const NAME = 'migrate-database';

export interface MigrateFunction {
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
export function migrateFunction(project: Project, environment: Environment): MigrateFunction {
  const definition = project.functions[NAME];
  if (!definition || !environment.functions.includes(NAME)) {
    throw new UsageError(
      'NO_MIGRATE_FUNCTION',
      `Environment ${environment.name} has no function ${NAME} in ${project.file}; migrations run in it.`,
    );
  }
  return { functionName: deployedName(project, environment, NAME), timeout: definition.timeout };
}
