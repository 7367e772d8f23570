import {
  type DBCluster,
  DescribeDBClustersCommand,
  ModifyDBClusterCommand,
  type RDSClient,
} from '@aws-sdk/client-rds';
import { SuperbowletoError } from '../errors.js';
import { abortable, MANAGED_BY_RDS, type MasterDatabase, masterDatabase, onlyOne } from './database.js';
import { findInstance, hasCertificate } from './instance.js';

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBCluster.html, MasterUserPassword */
const LONGEST_PASSWORD = 41;

/**
 * Returns an Aurora PostgreSQL cluster, or a Multi-AZ DB cluster of PostgreSQL, as a database whose password can be
 * rotated. All instances of a cluster share the cluster's password.
 *
 * @param name DBClusterIdentifier
 */
export function clusterDatabase(rds: RDSClient, name: string): MasterDatabase {
  return masterDatabase({
    name,
    longestPassword: LONGEST_PASSWORD,
    async describe(signal) {
      const cluster = await findCluster(rds, name, signal);
      return {
        status: cluster.Status,
        unfit: whyUnfit(cluster),
        host: cluster.Endpoint,
        port: cluster.Port,
        user: cluster.MasterUsername,
        database: cluster.DatabaseName,
        pending: cluster.PendingModifiedValues,
        // RDS names the certificate only for instances, and a login goes to the one that writes.
        hasCertificate: async () => hasCertificate(await findInstance(rds, writerOf(name, cluster), signal)),
      };
    },
    modify: (change, signal) =>
      rds.send(new ModifyDBClusterCommand({ DBClusterIdentifier: name, ...change }), abortable(signal)),
  });
}

async function findCluster(
  rds: RDSClient,
  name: string,
  signal: AbortSignal | undefined,
): Promise<DBCluster> {
  const request = new DescribeDBClustersCommand({ DBClusterIdentifier: name });
  const clusters = rds.send(request, abortable(signal)).then(({ DBClusters }) => DBClusters);
  return await onlyOne('cluster', name, clusters);
}

function writerOf(name: string, { DBClusterMembers = [] }: DBCluster): string {
  const writer = DBClusterMembers.find(({ IsClusterWriter }) => IsClusterWriter);
  if (writer?.DBInstanceIdentifier) return writer.DBInstanceIdentifier;
  throw new SuperbowletoError('DATABASE_UNFIT', `${name} has no instance that writes, so nobody can log in.`);
}

function whyUnfit(cluster: DBCluster): string | undefined {
  if (cluster.MasterUserSecret) return MANAGED_BY_RDS;
  if (cluster.ReplicationSourceIdentifier) {
    return `is a replica; rotate the password of its source ${cluster.ReplicationSourceIdentifier}.`;
  }
  if (!/^(aurora-postgresql|postgres)$/.test(cluster.Engine ?? '')) {
    return `runs ${cluster.Engine}; sbw rotates passwords of aurora-postgresql and postgres.`;
  }
  return undefined;
}
