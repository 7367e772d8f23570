import {
  type DBInstance,
  DescribeDBInstancesCommand,
  ModifyDBInstanceCommand,
  type RDSClient,
} from '@aws-sdk/client-rds';
import { SuperbowletoError } from '../errors.js';
import {
  abortable,
  askForPassword,
  type DatabaseState,
  type MasterDatabase,
  notFound,
  pendingOf,
  verifyFit,
} from './database.js';

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html, MasterUserPassword, PostgreSQL */
const LONGEST_PASSWORD = 128;

/**
 * An RDS instance of its own.
 *
 * @param name DBInstanceIdentifier
 */
export function instanceDatabase(rds: RDSClient, name: string): MasterDatabase {
  return {
    name,
    longestPassword: LONGEST_PASSWORD,
    async describe(signal) {
      const instance = await findInstance(rds, name, signal);
      verifyFit(name, instance.DBInstanceStatus, whyUnfit(instance));
      return stateOf(name, instance);
    },
    async requestPassword(password, state, signal) {
      const request = new ModifyDBInstanceCommand({
        DBInstanceIdentifier: name,
        MasterUserPassword: password,
        // RDS sets a password at once either way. True would also flush other changes that wait for the
        // maintenance window, a resize with its downtime among them.
        ApplyImmediately: state.otherPending.length === 0,
      });
      return await askForPassword(name, password, () => rds.send(request, abortable(signal)), signal);
    },
  };
}

/** @throws {SuperbowletoError} DATABASE_NOT_FOUND */
export async function findInstance(
  rds: RDSClient,
  name: string,
  signal: AbortSignal | undefined,
): Promise<DBInstance> {
  const request = new DescribeDBInstancesCommand({ DBInstanceIdentifier: name });
  const answer = await rds.send(request, abortable(signal)).catch((error: unknown) => {
    if (error instanceof Error && error.name.startsWith('DBInstanceNotFound')) {
      throw notFound('instance', name, error);
    }
    throw error;
  });
  const instance = answer.DBInstances?.[0];
  if (!instance) throw notFound('instance', name);
  return instance;
}

function whyUnfit(instance: DBInstance): string | undefined {
  if (instance.DBClusterIdentifier) {
    return `belongs to the cluster ${instance.DBClusterIdentifier}, whose password it is: name that as database.cluster in superbowleto.yml, in place of database.instance.`;
  }
  if (instance.MasterUserSecret) {
    return 'has its password managed by RDS in Secrets Manager, which rotates it. Turn that off to rotate it with sbw.';
  }
  if (instance.ReadReplicaSourceDBInstanceIdentifier) {
    return `is a read replica; rotate the password of its source ${instance.ReadReplicaSourceDBInstanceIdentifier}.`;
  }
  if (instance.Engine !== 'postgres') return `runs ${instance.Engine}; sbw rotates passwords of postgres.`;
  return undefined;
}

function stateOf(name: string, instance: DBInstance): DatabaseState {
  const { Endpoint, MasterUsername, DBInstanceStatus: status = 'unknown' } = instance;
  if (!Endpoint?.Address || !Endpoint.Port || !MasterUsername) {
    throw new SuperbowletoError('DATABASE_UNFIT', `${name} is ${status} and has no endpoint yet.`);
  }
  return {
    status,
    ...pendingOf(instance.PendingModifiedValues),
    target: {
      host: Endpoint.Address,
      port: Endpoint.Port,
      user: MasterUsername,
      database: instance.DBName ?? 'postgres',
      tls: hasCertificate(instance),
    },
  };
}

/** Every instance on AWS has one. */
export function hasCertificate(instance: DBInstance): boolean {
  return instance.CACertificateIdentifier !== undefined;
}
