import type { Content } from '../aws/xml.js';

/** What is to be done to the database. It outlives the stage, so that a next one finishes it. */
export interface Task {
  readonly type: 'create' | 'reset-password';
  /** What PostgreSQL stores of the new password; the password itself is kept nowhere. */
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
  /** The Multi-AZ cluster that it is the one instance of; its password is the cluster's then. */
  readonly cluster?: string;
  /** ISO 8601. */
  readonly created: string;
  readonly status: Status;
  readonly tags: Readonly<Record<string, string>>;
  readonly task?: Task;
  /** Asked for, and done when there is no task before it. */
  readonly reboot?: true;
}

/** The instance as DescribeDBInstances has it. */
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

/** The cluster of an instance as DescribeDBClusters has it. */
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

export function tagList(tags: Instance['tags']): Content {
  return Object.entries(tags).map(([Key, Value]) => ({ Tag: { Key, Value } }));
}
