import type { Content } from '../aws/xml.js';

/** A change of the database that is not done yet. It is on disk, so that a restarted emulator finishes it. */
export interface Task {
  readonly type: 'create' | 'reset-password';
  /** The SCRAM verifier that PostgreSQL stores for the new password. The password itself is not on disk. */
  readonly verifier: string;
}

export type Status = 'creating' | 'available' | 'resetting-master-credentials' | 'rebooting';

export interface Instance {
  /** Lower case. */
  readonly identifier: string;
  readonly arn: string;
  readonly resourceId: string;
  readonly instanceClass: string;
  /** GiB. */
  readonly storage: number;
  readonly user: string;
  readonly database: string;
  /** The Multi-AZ cluster whose only instance this is. Then the password is that of the cluster. */
  readonly cluster?: string;
  /** ISO 8601. */
  readonly created: string;
  readonly status: Status;
  readonly tags: Readonly<Record<string, string>>;
  readonly task?: Task;
  /** A reboot was requested. It follows the task, if there is one. */
  readonly reboot?: true;
}

/** Describes an instance as DescribeDBInstances does. */
export function describeInstance(
  instance: Instance,
  server: { readonly host: string; readonly port: number; readonly version: string },
): Content {
  const { identifier, status } = instance;
  return {
    DBInstanceIdentifier: identifier,
    DBInstanceClass: instance.instanceClass,
    Engine: 'postgres',
    EngineVersion: server.version,
    DBInstanceStatus: status,
    MasterUsername: instance.user,
    DBName: instance.database,
    DBClusterIdentifier: instance.cluster,
    Endpoint: status === 'creating' ? undefined : { Address: server.host, Port: server.port },
    AllocatedStorage: instance.storage,
    InstanceCreateTime: instance.created,
    PendingModifiedValues: pendingOf(instance),
    DbiResourceId: instance.resourceId,
    DBInstanceArn: instance.arn,
    MultiAZ: false,
    PubliclyAccessible: false,
    StorageEncrypted: false,
    IAMDatabaseAuthenticationEnabled: false,
    VpcSecurityGroups: '',
    TagList: tagList(instance.tags),
  };
}

/** Describes the cluster of an instance as DescribeDBClusters does. */
export function describeCluster(
  instance: Instance,
  server: { readonly host: string; readonly port: number; readonly version: string },
): Content {
  const { identifier, cluster = '', status } = instance;
  return {
    DBClusterIdentifier: cluster,
    DBClusterArn: instance.arn.replace(/:db:.*/, `:cluster:${cluster}`),
    Engine: 'postgres',
    EngineVersion: server.version,
    Status: status,
    MasterUsername: instance.user,
    DatabaseName: instance.database,
    Endpoint: status === 'creating' ? undefined : server.host,
    Port: server.port,
    DBClusterInstanceClass: instance.instanceClass,
    AllocatedStorage: instance.storage,
    ClusterCreateTime: instance.created,
    PendingModifiedValues: pendingOf(instance),
    DBClusterMembers: [{ DBClusterMember: { DBInstanceIdentifier: identifier, IsClusterWriter: true } }],
  };
}

function pendingOf({ task }: Instance): Content {
  return task?.type === 'reset-password' ? { MasterUserPassword: '****' } : '';
}

/** Returns tags as the content of a TagList. */
export function tagList(tags: Instance['tags']): Content {
  return Object.entries(tags).map(([Key, Value]) => ({ Tag: { Key, Value } }));
}
