import {
  type DBCluster,
  DescribeDBClustersCommand,
  ModifyDBClusterCommand,
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
import { findInstance, hasCertificate } from './instance.js';

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBCluster.html, MasterUserPassword */
const LONGEST_PASSWORD = 41;

/**
 * An Aurora PostgreSQL cluster, or a Multi-AZ DB cluster of PostgreSQL: the password is the cluster's, not its instances'.
 *
 * @param name DBClusterIdentifier
 */
export function clusterDatabase(rds: RDSClient, name: string): MasterDatabase {
  return {
    name,
    longestPassword: LONGEST_PASSWORD,
    async describe(signal) {
      const cluster = await findCluster(rds, name, signal);
      verifyFit(name, cluster.Status, whyUnfit(cluster));
      const writer = cluster.DBClusterMembers?.find(({ IsClusterWriter }) => IsClusterWriter);
      if (!writer?.DBInstanceIdentifier) {
        throw new SuperbowletoError(
          'DATABASE_UNFIT',
          `${name} has no instance that writes, so nobody can log in.`,
        );
      }
      return stateOf(
        name,
        cluster,
        hasCertificate(await findInstance(rds, writer.DBInstanceIdentifier, signal)),
      );
    },
    async requestPassword(password, state, signal) {
      const request = new ModifyDBClusterCommand({
        DBClusterIdentifier: name,
        MasterUserPassword: password,
        // As for an instance: what waits for the maintenance window goes on waiting.
        ApplyImmediately: state.otherPending.length === 0,
      });
      return await askForPassword(name, password, () => rds.send(request, abortable(signal)), signal);
    },
  };
}

async function findCluster(
  rds: RDSClient,
  name: string,
  signal: AbortSignal | undefined,
): Promise<DBCluster> {
  const request = new DescribeDBClustersCommand({ DBClusterIdentifier: name });
  const answer = await rds.send(request, abortable(signal)).catch((error: unknown) => {
    if (error instanceof Error && error.name.startsWith('DBClusterNotFound')) {
      throw notFound('cluster', name, error);
    }
    throw error;
  });
  const cluster = answer.DBClusters?.[0];
  if (!cluster) throw notFound('cluster', name);
  return cluster;
}

function whyUnfit(cluster: DBCluster): string | undefined {
  if (cluster.MasterUserSecret) {
    return 'has its password managed by RDS in Secrets Manager, which rotates it. Turn that off to rotate it with sbw.';
  }
  if (cluster.ReplicationSourceIdentifier) {
    return `is a replica; rotate the password of its source ${cluster.ReplicationSourceIdentifier}.`;
  }
  if (!/^(aurora-postgresql|postgres)$/.test(cluster.Engine ?? '')) {
    return `runs ${cluster.Engine}; sbw rotates passwords of aurora-postgresql and postgres.`;
  }
  return undefined;
}

function stateOf(name: string, cluster: DBCluster, tls: boolean): DatabaseState {
  const { Endpoint: host, Port: port, MasterUsername: user, Status: status = 'unknown' } = cluster;
  if (!host || !port || !user) {
    throw new SuperbowletoError('DATABASE_UNFIT', `${name} is ${status} and has no endpoint yet.`);
  }
  const database = cluster.DatabaseName ?? 'postgres';
  return { status, ...pendingOf(cluster.PendingModifiedValues), target: { host, port, user, database, tls } };
}
