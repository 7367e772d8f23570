import {
  type DBInstance,
  DescribeDBInstancesCommand,
  ModifyDBInstanceCommand,
  type RDSClient,
} from '@aws-sdk/client-rds';
import { SuperbowletoError } from '../errors.js';
import type { LoginTarget } from './login.js';

/** What a rotation needs to know of the RDS instance at one moment. */
export interface InstanceState {
  readonly status: string;
  /** A password that RDS has taken but not applied yet. */
  readonly passwordPending: boolean;
  /** Other changes that wait for the maintenance window; they must not be hurried along. */
  readonly otherPending: readonly string[];
  readonly target: LoginTarget;
}

/** No password can be changed in these, and waiting does not end them. */
const DEAD = /^(stopped|stopping|deleting|failed|storage-full|restore-error|inaccessible|incompatible)/;

/**
 * Asks RDS for the instance and refuses one whose password this protocol does not own.
 *
 * @throws {SuperbowletoError} INSTANCE_NOT_FOUND, INSTANCE_UNFIT
 */
export async function describeInstance(
  rds: RDSClient,
  name: string,
  signal?: AbortSignal,
): Promise<InstanceState> {
  const answer = await rds
    .send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: name }), abortable(signal))
    .catch((error: unknown) => {
      if (error instanceof Error && error.name.startsWith('DBInstanceNotFound')) throw notFound(name, error);
      throw error;
    });
  const instance = answer.DBInstances?.[0];
  if (!instance) throw notFound(name);
  verifyFit(name, instance);
  return readState(name, instance);
}

function verifyFit(name: string, instance: DBInstance): void {
  const unfit = whyUnfit(instance);
  if (unfit) throw new SuperbowletoError('INSTANCE_UNFIT', `${name} ${unfit}`);
}

function whyUnfit(instance: DBInstance): string | undefined {
  if (instance.DBClusterIdentifier) {
    return `belongs to the cluster ${instance.DBClusterIdentifier}: the password is the cluster's (ModifyDBCluster), which sbw does not rotate.`;
  }
  if (instance.MasterUserSecret) {
    return 'has its password managed by RDS in Secrets Manager, which rotates it. Turn that off to rotate it with sbw.';
  }
  if (instance.ReadReplicaSourceDBInstanceIdentifier) {
    return `is a read replica; rotate the password of its source ${instance.ReadReplicaSourceDBInstanceIdentifier}.`;
  }
  if (instance.Engine !== 'postgres') return `runs ${instance.Engine}; sbw rotates passwords of postgres.`;
  if (DEAD.test(instance.DBInstanceStatus ?? '')) {
    return `is ${instance.DBInstanceStatus}; its password can be changed when it is available.`;
  }
  return undefined;
}

function readState(name: string, instance: DBInstance): InstanceState {
  const { Endpoint, MasterUsername, DBInstanceStatus = 'unknown', PendingModifiedValues = {} } = instance;
  if (!Endpoint?.Address || !Endpoint.Port || !MasterUsername) {
    throw new SuperbowletoError('INSTANCE_UNFIT', `${name} is ${DBInstanceStatus} and has no endpoint yet.`);
  }
  const pending = Object.entries(PendingModifiedValues)
    .filter(([, value]) => value !== undefined)
    .map(([key]) => key);
  return {
    status: DBInstanceStatus,
    passwordPending: pending.includes('MasterUserPassword'),
    otherPending: pending.filter((key) => key !== 'MasterUserPassword'),
    target: {
      host: Endpoint.Address,
      port: Endpoint.Port,
      user: MasterUsername,
      database: instance.DBName ?? 'postgres',
      tls: instance.CACertificateIdentifier !== undefined,
    },
  };
}

/**
 * Asks RDS to set the master password. False when RDS could not say that it will: it is busy, throttles, or its
 * answer was lost. It may then still happen, so the caller looks again and sends the same password again.
 *
 * @throws {SuperbowletoError} RDS_REFUSED for what asking again does not mend
 */
export async function requestPassword(
  rds: RDSClient,
  name: string,
  password: string,
  state: InstanceState,
  signal?: AbortSignal,
): Promise<boolean> {
  const request = new ModifyDBInstanceCommand({
    DBInstanceIdentifier: name,
    MasterUserPassword: password,
    // RDS sets a password at once either way. True would also flush other changes that wait for the
    // maintenance window, a resize with its downtime among them.
    ApplyImmediately: state.otherPending.length === 0,
  });
  try {
    await rds.send(request, abortable(signal));
    return true;
  } catch (error) {
    signal?.throwIfAborted();
    if (mayPass(error)) return false;
    const message = String((error as Error).message).replaceAll(password, '(password)');
    throw new SuperbowletoError('RDS_REFUSED', `RDS refuses to change the password of ${name}: ${message}`);
  }
}

function mayPass(error: unknown): boolean {
  const { name = '', $metadata } = Object(error) as {
    name?: string;
    $metadata?: { httpStatusCode?: number };
  };
  const status = $metadata?.httpStatusCode;
  return (
    /^InvalidDBInstanceState|Throttling|RequestLimitExceeded/.test(name) ||
    status === undefined ||
    status >= 500
  );
}

function abortable(signal: AbortSignal | undefined) {
  return signal ? { abortSignal: signal } : {};
}

function notFound(name: string, cause?: unknown): SuperbowletoError {
  return new SuperbowletoError(
    'INSTANCE_NOT_FOUND',
    `There is no RDS instance ${name} in this account and region. superbowleto.yml names it under database.instance.`,
    { cause },
  );
}
