import assert from 'node:assert/strict';
import type { DBInstance, RDSClient } from '@aws-sdk/client-rds';
import { instanceDatabase } from '../../../src/rotation/instance.js';

const fit: DBInstance = {
  Engine: 'postgres',
  DBInstanceStatus: 'available',
  MasterUsername: 'superbowleto',
  DBName: 'superbowleto',
  Endpoint: { Address: 'db.example', Port: 5432 },
  PendingModifiedValues: {},
};

/** RDS as the SDK client presents it: one answer or error for every command, each of which is kept. */
function rdsThat(answer: () => unknown) {
  const inputs: Record<string, unknown>[] = [];
  const send = async (command: { input: Record<string, unknown> }) => {
    inputs.push(command.input);
    return answer();
  };
  return { rds: { send } as unknown as RDSClient, inputs };
}

const describing = (instance: DBInstance) =>
  instanceDatabase(rdsThat(() => ({ DBInstances: [instance] })).rds, 'live-db').describe();

describe('an instance', () => {
  it('tells where to log in, and wants TLS where the instance has a certificate', async () => {
    const { target } = await describing({ ...fit, CACertificateIdentifier: 'rds-ca-rsa2048-g1' });
    assert.deepEqual(target, {
      host: 'db.example',
      port: 5432,
      user: 'superbowleto',
      database: 'superbowleto',
      tls: true,
    });
    assert.equal((await describing(fit)).target.tls, false);
  });

  it('tells a pending password from other changes that wait', async () => {
    const pending = {
      MasterUserPassword: '****',
      DBInstanceClass: 'db.m7g.large',
      AllocatedStorage: undefined,
    };
    const state = await describing({ ...fit, PendingModifiedValues: pending });
    assert.equal(state.passwordPending, true);
    assert.deepEqual(state.otherPending, ['DBInstanceClass']);
  });

  const unfit: [string, Partial<DBInstance>, string][] = [
    [
      'a member of a cluster',
      { DBClusterIdentifier: 'live-cluster' },
      'live-db belongs to the cluster live-cluster, whose password it is: name that as database.cluster in superbowleto.yml, in place of database.instance.',
    ],
    [
      'a password that RDS manages itself',
      { MasterUserSecret: { SecretStatus: 'active' } },
      'live-db has its password managed by RDS in Secrets Manager, which rotates it. Turn that off to rotate it with sbw.',
    ],
    [
      'a read replica',
      { ReadReplicaSourceDBInstanceIdentifier: 'live-source' },
      'live-db is a read replica; rotate the password of its source live-source.',
    ],
    ['another engine', { Engine: 'mysql' }, 'live-db runs mysql; sbw rotates passwords of postgres.'],
    [
      'a stopped instance',
      { DBInstanceStatus: 'stopped' },
      'live-db is stopped; its password can be changed when it is available.',
    ],
    [
      'an instance without an endpoint',
      { DBInstanceStatus: 'creating', Endpoint: undefined },
      'live-db is creating and has no endpoint yet.',
    ],
  ];
  for (const [what, difference, message] of unfit) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(describing({ ...fit, ...difference }), { code: 'DATABASE_UNFIT', message });
    });
  }
});

describe('requestPassword of an instance', () => {
  const state = { status: 'available', passwordPending: false, otherPending: [] };
  const target = { host: 'db.example', port: 5432, user: 'a', database: 'a', tls: false };
  const request = (rds: RDSClient, otherPending: string[] = []) =>
    instanceDatabase(rds, 'live-db').requestPassword('PASSWORD', { ...state, target, otherPending });
  const failing = (name: string, message: string, httpStatusCode?: number) =>
    rdsThat(() => {
      throw Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });
    }).rds;

  it('asks to apply it at once when nothing else waits', async () => {
    const { rds, inputs } = rdsThat(() => ({}));
    assert.equal(await request(rds), true);
    assert.equal(inputs[0]?.ApplyImmediately, true);
  });

  it('does not hurry other changes along that wait for the maintenance window', async () => {
    const { rds, inputs } = rdsThat(() => ({}));
    await request(rds, ['DBInstanceClass']);
    assert.equal(inputs[0]?.ApplyImmediately, false);
  });

  it('may pass: a busy instance, throttling, a failure of AWS, a lost answer', async () => {
    assert.equal(await request(failing('InvalidDBInstanceStateFault', '', 400)), false);
    assert.equal(await request(failing('Throttling', 'Rate exceeded', 400)), false);
    assert.equal(await request(failing('InternalFailure', '', 500)), false);
    assert.equal(await request(failing('TimeoutError', 'socket hang up')), false);
  });

  it('ends with what asking again does not mend, without the password', async () => {
    await assert.rejects(request(failing('InvalidParameterValue', 'PASSWORD is not valid', 400)), {
      code: 'RDS_REFUSED',
      message: 'RDS refuses to change the password of live-db: (password) is not valid',
    });
  });
});
