import { createCredstash } from '../credstash/index.js';
import type { Connection, Environment } from '../project/index.js';
import type { RotateOptions } from './rotate.js';

/**
 * Where an environment's password is set and kept.
 *
 * @example await rotatePassword({ ...rotationPlace(environment, connect(environment)), report });
 */
export function rotationPlace(
  environment: Environment,
  { kms, dynamodb, rds }: Pick<Connection, 'kms' | 'dynamodb' | 'rds'>,
): Pick<RotateOptions, 'environment' | 'instance' | 'rds' | 'credstash'> {
  return {
    environment: environment.name,
    instance: environment.database.instance,
    rds,
    credstash: createCredstash({ kms, dynamodb, ...environment.credstash }),
  };
}
