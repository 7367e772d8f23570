import { createCredstash } from '../credstash/index.js';
import { type Connection, checkFunction, type Environment, type Project } from '../project/index.js';
import { createChecker } from './check.js';
import { clusterDatabase } from './cluster.js';
import { instanceDatabase } from './instance.js';
import type { RotationTarget } from './run.js';

/**
 * Returns an environment's database, secrets and check function, as the functions of this room take them.
 *
 * @example await rotatePassword({ ...rotationTarget(project, environment, connect(environment)), report });
 */
export function rotationTarget(
  project: Project,
  environment: Environment,
  { kms, dynamodb, rds, lambda }: Pick<Connection, 'kms' | 'dynamodb' | 'rds' | 'lambda'>,
): RotationTarget {
  const check = checkFunction(project, environment);
  const { database } = environment;
  return {
    environment: environment.name,
    database:
      database.type === 'cluster'
        ? clusterDatabase(rds, database.identifier)
        : instanceDatabase(rds, database.identifier),
    credstash: createCredstash({ kms, dynamodb, ...environment.credstash }),
    checker: check && createChecker({ lambda, ...check }),
  };
}
