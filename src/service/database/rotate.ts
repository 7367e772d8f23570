import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { RDSClient } from '@aws-sdk/client-rds';
import { createCredstash } from '../../credstash/index.js';
import { SuperbowletoError } from '../../errors.js';
import {
  clusterDatabase,
  instanceDatabase,
  type MasterDatabase,
  type Rotation,
  rotatePassword,
} from '../../rotation/index.js';
import { log } from '../log.js';
import type { Settings } from '../settings.js';

/**
 * Rotates the password from inside the network, as `sbw rotate-password` does from outside. A schedule calls it.
 *
 * @param variables the function's environment: CREDSTASH_KEY, and DATABASE_INSTANCE or DATABASE_CLUSTER
 * @param timeout milliseconds that RDS may take; the next call continues an unfinished rotation
 * @throws SuperbowletoError MISSING_SETTING, and all that `rotatePassword` throws
 * @example await rotateDatabasePassword(settings, process.env, 840_000);
 */
export async function rotateDatabasePassword(
  settings: Settings,
  variables: NodeJS.ProcessEnv,
  timeout: number,
): Promise<Rotation> {
  const key = variables.CREDSTASH_KEY;
  if (!key) throw missing('CREDSTASH_KEY');
  const rotation = await rotatePassword({
    environment: settings.environment,
    database: databaseOf(variables),
    credstash: createCredstash({
      kms: new KMSClient(),
      dynamodb: new DynamoDBClient(),
      table: settings.credstashTable,
      key,
    }),
    // All functions are of the same release as this one, which follows a rotation.
    force: true,
    who: 'the function rotate-password',
    timeout,
    report: (line) => log('rotation', { line }),
  });
  log('password-rotated', { ...rotation });
  return rotation;
}

function databaseOf({ DATABASE_INSTANCE, DATABASE_CLUSTER }: NodeJS.ProcessEnv): MasterDatabase {
  if (DATABASE_CLUSTER) return clusterDatabase(new RDSClient(), DATABASE_CLUSTER);
  if (DATABASE_INSTANCE) return instanceDatabase(new RDSClient(), DATABASE_INSTANCE);
  throw missing('DATABASE_INSTANCE or DATABASE_CLUSTER');
}

function missing(name: string): SuperbowletoError {
  return new SuperbowletoError(
    'MISSING_SETTING',
    `The function's environment lacks ${name}. The infrastructure sets it.`,
  );
}
