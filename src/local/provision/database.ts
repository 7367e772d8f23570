import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  CreateDBClusterCommand,
  CreateDBInstanceCommand,
  type DBInstance,
  DescribeDBInstancesCommand,
  type RDSClient,
} from '@aws-sdk/client-rds';
import type { Credstash } from '../../credstash/index.js';
import { SuperbowletoError } from '../../errors.js';
import { type Environment, passwordNames } from '../../project/index.js';
import { isNamed } from './clients.js';

export interface ProvisionedDatabase {
  readonly host: string;
  readonly port: number;
  readonly name: string;
  readonly user: string;
}

const CLASS = 'db.t4g.micro';
const PASSWORD_LENGTH = 40;
/** Milliseconds. */
const WAIT_LIMIT = 30_000;

/**
 * Creates the database instance or cluster, unless it exists, and waits until it has an endpoint.
 *
 * Its first password is in credstash before RDS gets it: after an interruption, the next call continues with the same
 * password.
 *
 * @throws SuperbowletoError DATABASE_NOT_READY
 */
export async function ensureDatabase(
  rds: RDSClient,
  credstash: Credstash,
  environment: Environment,
): Promise<ProvisionedDatabase> {
  const { type, identifier, name, user } = environment.database;
  // The emulator's cluster has one instance, which RDS names.
  const instance = type === 'cluster' ? `${identifier}-instance-1` : identifier;
  if (!(await findInstance(rds, instance))) {
    const secret = passwordNames(environment.name).current;
    if (!(await credstash.find(secret))) await credstash.put(secret, firstPassword());
    const common = {
      Engine: 'postgres',
      AllocatedStorage: 20,
      MasterUsername: user,
      MasterUserPassword: await credstash.get(secret),
    };
    if (type === 'cluster') {
      const own = { DBClusterIdentifier: identifier, DBClusterInstanceClass: CLASS, DatabaseName: name };
      await rds.send(new CreateDBClusterCommand({ ...common, ...own }));
    } else {
      const own = { DBInstanceIdentifier: identifier, DBInstanceClass: CLASS, DBName: name };
      await rds.send(new CreateDBInstanceCommand({ ...common, ...own }));
    }
  }
  const { Endpoint } = await waitForEndpoint(rds, instance);
  return { host: Endpoint?.Address ?? '', port: Endpoint?.Port ?? 0, name, user };
}

/** Waits until the instance has an endpoint. It keeps it while a rotation changes its password. */
async function waitForEndpoint(rds: RDSClient, identifier: string): Promise<DBInstance> {
  const deadline = performance.now() + WAIT_LIMIT;
  for (;;) {
    const instance = await findInstance(rds, identifier);
    if (instance?.Endpoint) return instance;
    if (performance.now() > deadline) {
      throw new SuperbowletoError(
        'DATABASE_NOT_READY',
        `The database instance ${identifier} is still ${instance?.DBInstanceStatus ?? 'missing'} after ${WAIT_LIMIT / 1000} s. The stage's output tells why.`,
      );
    }
    await delay(25);
  }
}

async function findInstance(rds: RDSClient, identifier: string): Promise<DBInstance | undefined> {
  try {
    const answer = await rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: identifier }));
    return answer.DBInstances?.[0];
  } catch (error) {
    if (isNamed(error, 'DBInstanceNotFoundFault')) return undefined;
    throw error;
  }
}

function firstPassword(): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from({ length: PASSWORD_LENGTH }, () => alphabet[randomInt(alphabet.length)]).join('');
}
