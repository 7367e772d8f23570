import {
  type DBInstance,
  DescribeDBInstancesCommand,
  ModifyDBInstanceCommand,
  type RDSClient,
} from '@aws-sdk/client-rds';
import { abortable, MANAGED_BY_RDS, type MasterDatabase, masterDatabase, onlyOne } from './database.js';

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html, MasterUserPassword, PostgreSQL */
const LONGEST_PASSWORD = 128;

/**
 * Returns an RDS instance that belongs to no cluster, as a database whose password can be rotated.
 *
 * @param name DBInstanceIdentifier
 */
export function instanceDatabase(rds: RDSClient, name: string): MasterDatabase {
  return masterDatabase({
    name,
    longestPassword: LONGEST_PASSWORD,
    async describe(signal) {
      const instance = await findInstance(rds, name, signal);
      return {
        status: instance.DBInstanceStatus,
        unfit: whyUnfit(instance),
        host: instance.Endpoint?.Address,
        port: instance.Endpoint?.Port,
        user: instance.MasterUsername,
        database: instance.DBName,
        pending: instance.PendingModifiedValues,
        hasCertificate: () => hasCertificate(instance),
      };
    },
    modify: (change, signal) =>
      rds.send(new ModifyDBInstanceCommand({ DBInstanceIdentifier: name, ...change }), abortable(signal)),
  });
}

/** @throws {SuperbowletoError} DATABASE_NOT_FOUND */
export async function findInstance(
  rds: RDSClient,
  name: string,
  signal: AbortSignal | undefined,
): Promise<DBInstance> {
  const request = new DescribeDBInstancesCommand({ DBInstanceIdentifier: name });
  const instances = rds.send(request, abortable(signal)).then(({ DBInstances }) => DBInstances);
  return await onlyOne('instance', name, instances);
}

function whyUnfit(instance: DBInstance): string | undefined {
  if (instance.DBClusterIdentifier) {
    return `belongs to the cluster ${instance.DBClusterIdentifier}, whose password it is: name that as database.cluster in superbowleto.yml, in place of database.instance.`;
  }
  if (instance.MasterUserSecret) return MANAGED_BY_RDS;
  if (instance.ReadReplicaSourceDBInstanceIdentifier) {
    return `is a read replica; rotate the password of its source ${instance.ReadReplicaSourceDBInstanceIdentifier}.`;
  }
  if (instance.Engine !== 'postgres') return `runs ${instance.Engine}; sbw rotates passwords of postgres.`;
  return undefined;
}

/** Every instance on AWS has a certificate; one of the local stage has none. */
export function hasCertificate(instance: DBInstance): boolean {
  return instance.CACertificateIdentifier !== undefined;
}
