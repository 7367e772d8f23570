import type { Content } from './xml.js';

/** What is to be done to the database. It outlives the stage, so that a next one finishes it. */
export interface Task {
  readonly type: 'create' | 'reset-password';
  /** What PostgreSQL stores of the new password; the password itself is kept nowhere. */
  readonly verifier: string;
}

export type Status = 'creating' | 'available' | 'resetting-master-credentials';

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
  /** ISO 8601. */
  readonly created: string;
  readonly status: Status;
  readonly tags: Readonly<Record<string, string>>;
  readonly task?: Task;
}

/** The instance as DescribeDBInstances has it. */
export function describeInstance(
  instance: Instance,
  server: { readonly host: string; readonly port: number; readonly version: string },
): Content {
  const { identifier, status, task } = instance;
  return {
    DBInstanceIdentifier: identifier,
    DBInstanceClass: instance.instanceClass,
    Engine: 'postgres',
    EngineVersion: server.version,
    DBInstanceStatus: status,
    MasterUsername: instance.user,
    DBName: instance.database,
    Endpoint: status === 'creating' ? undefined : { Address: server.host, Port: server.port },
    AllocatedStorage: instance.storage,
    InstanceCreateTime: instance.created,
    PendingModifiedValues: task?.type === 'reset-password' ? { MasterUserPassword: '****' } : '',
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

export function tagList(tags: Instance['tags']): Content {
  return Object.entries(tags).map(([Key, Value]) => ({ Tag: { Key, Value } }));
}
