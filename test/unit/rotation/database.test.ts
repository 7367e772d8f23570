import assert from 'node:assert/strict';
import type { DBCluster, DBInstance, RDSClient } from '@aws-sdk/client-rds';
import { clusterDatabase } from '../../../src/rotation/cluster.js';
import { instanceDatabase } from '../../../src/rotation/instance.js';

const target = {
  host: 'db.example',
  port: 5432,
  user: 'superbowleto',
  database: 'superbowleto',
  tls: true,
};

const instance: DBInstance = {
  DBInstanceIdentifier: 'live-writer',
  Engine: 'postgres',
  DBInstanceStatus: 'available',
  MasterUsername: 'superbowleto',
  DBName: 'superbowleto',
  Endpoint: { Address: 'db.example', Port: 5432 },
  PendingModifiedValues: {},
  CACertificateIdentifier: 'rds-ca-rsa2048-g1',
};

const cluster: DBCluster = {
  Engine: 'aurora-postgresql',
  Status: 'available',
  MasterUsername: 'superbowleto',
  DatabaseName: 'superbowleto',
  Endpoint: 'db.example',
  Port: 5432,
  DBClusterMembers: [
    { DBInstanceIdentifier: 'live-reader', IsClusterWriter: false },
    { DBInstanceIdentifier: 'live-writer', IsClusterWriter: true },
  ],
};

interface Sent {
  readonly command: string;
  readonly input: Record<string, unknown>;
  readonly options: { readonly abortSignal?: AbortSignal };
}

/** An RDS client that answers with `answer`, and a list of what was sent to it. */
function fakeRds(answer: (sent: Sent) => unknown) {
  const sent: Sent[] = [];
  const send = async (
    command: { constructor: { name: string }; input: Record<string, unknown> },
    options: { abortSignal?: AbortSignal },
  ) => {
    const call = { command: command.constructor.name, input: command.input, options };
    sent.push(call);
    return answer(call);
  };
  return { rds: { send } as unknown as RDSClient, sent };
}

function failing(name: string, message = '', httpStatusCode: number | undefined = 400): RDSClient {
  return fakeRds(() => {
    throw Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });
  }).rds;
}

const describeInstance = (difference: Partial<DBInstance> = {}) =>
  instanceDatabase(
    fakeRds(() => ({ DBInstances: [{ ...instance, ...difference }] })).rds,
    'live-db',
  ).describe();

/** @param writer what differs in the instance that writes */
function describeCluster(difference: Partial<DBCluster> = {}, writer: Partial<DBInstance> = {}) {
  const { rds } = fakeRds(({ command, input }) => {
    if (command === 'DescribeDBClustersCommand') return { DBClusters: [{ ...cluster, ...difference }] };
    assert.equal(input.DBInstanceIdentifier, 'live-writer');
    return { DBInstances: [{ ...instance, ...writer }] };
  });
  return clusterDatabase(rds, 'live-db').describe();
}

const MANAGED =
  'live-db has its password managed by RDS in Secrets Manager, which rotates it. Turn that off to rotate it with sbw.';

describe('describe of an instance', () => {
  it('returns where to log in, with TLS only if the instance has a certificate', async () => {
    assert.deepEqual((await describeInstance()).target, target);
    assert.equal((await describeInstance({ CACertificateIdentifier: undefined })).target.tls, false);
  });

  it('logs in to the database postgres if the instance names none', async () => {
    assert.equal((await describeInstance({ DBName: undefined })).target.database, 'postgres');
  });

  it('separates a pending password from other pending changes', async () => {
    const PendingModifiedValues = {
      MasterUserPassword: '****',
      DBInstanceClass: 'db.m7g.large',
      AllocatedStorage: undefined,
    };
    const state = await describeInstance({ PendingModifiedValues });
    assert.deepEqual([state.passwordPending, state.otherPending], [true, ['DBInstanceClass']]);
    const other = await describeInstance({ PendingModifiedValues: { AllocatedStorage: 40 } });
    assert.deepEqual([other.passwordPending, other.otherPending], [false, ['AllocatedStorage']]);
    const none = await describeInstance({ PendingModifiedValues: undefined });
    assert.deepEqual([none.passwordPending, none.otherPending], [false, []]);
  });

  const unfit: [string, Partial<DBInstance>, string][] = [
    [
      'a member of a cluster',
      { DBClusterIdentifier: 'live-cluster' },
      'live-db belongs to the cluster live-cluster, whose password it is: name that as database.cluster in superbowleto.yml, in place of database.instance.',
    ],
    ['a password that RDS manages', { MasterUserSecret: { SecretStatus: 'active' } }, MANAGED],
    [
      'a read replica',
      { ReadReplicaSourceDBInstanceIdentifier: 'live-source' },
      'live-db is a read replica; rotate the password of its source live-source.',
    ],
    ['another engine', { Engine: 'mysql' }, 'live-db runs mysql; sbw rotates passwords of postgres.'],
    [
      'an instance without an endpoint',
      { DBInstanceStatus: 'creating', Endpoint: undefined },
      'live-db is creating and has no endpoint yet.',
    ],
    [
      'an endpoint without a host',
      { Endpoint: { Port: 5432 } },
      'live-db is available and has no endpoint yet.',
    ],
    [
      'an endpoint without a port',
      { Endpoint: { Address: 'db.example' } },
      'live-db is available and has no endpoint yet.',
    ],
    [
      'an instance without a master user',
      { MasterUsername: undefined },
      'live-db is available and has no endpoint yet.',
    ],
    ...[
      'stopped',
      'stopping',
      'deleting',
      'failed',
      'storage-full',
      'restore-error',
      'inaccessible-encryption-credentials',
      'incompatible-network',
    ].map((status): [string, Partial<DBInstance>, string] => [
      `the status ${status}`,
      { DBInstanceStatus: status },
      `live-db is ${status}; its password can be changed when it is available.`,
    ]),
  ];
  for (const [what, difference, message] of unfit) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(describeInstance(difference), { code: 'DATABASE_UNFIT', message });
    });
  }

  it('returns a status that passes, such as backing-up', async () => {
    assert.equal((await describeInstance({ DBInstanceStatus: 'backing-up' })).status, 'backing-up');
    assert.equal((await describeInstance({ DBInstanceStatus: undefined })).status, 'unknown');
  });

  it('reports an instance that does not exist, whichever way RDS says so', async () => {
    const message =
      'There is no RDS instance live-db in this account and region. superbowleto.yml names it under database.instance.';
    for (const rds of [failing('DBInstanceNotFoundFault'), fakeRds(() => ({ DBInstances: [] })).rds]) {
      await assert.rejects(instanceDatabase(rds, 'live-db').describe(), {
        code: 'DATABASE_NOT_FOUND',
        message,
      });
    }
    const denied = failing('AccessDenied', 'no rds:DescribeDBInstances');
    await assert.rejects(instanceDatabase(denied, 'live-db').describe(), { name: 'AccessDenied' });
  });
});

describe('describe of a cluster', () => {
  it('returns where to log in, with TLS only if the instance that writes has a certificate', async () => {
    assert.deepEqual((await describeCluster()).target, target);
    assert.equal((await describeCluster({}, { CACertificateIdentifier: undefined })).target.tls, false);
  });

  const unfit: [string, Partial<DBCluster>, string][] = [
    ['a password that RDS manages', { MasterUserSecret: { SecretStatus: 'active' } }, MANAGED],
    [
      'a replica',
      { ReplicationSourceIdentifier: 'live-source' },
      'live-db is a replica; rotate the password of its source live-source.',
    ],
    [
      'another engine',
      { Engine: 'aurora-mysql' },
      'live-db runs aurora-mysql; sbw rotates passwords of aurora-postgresql and postgres.',
    ],
    [
      'a stopped cluster',
      { Status: 'stopped' },
      'live-db is stopped; its password can be changed when it is available.',
    ],
    [
      'a cluster with readers only',
      { DBClusterMembers: [{ DBInstanceIdentifier: 'live-reader', IsClusterWriter: false }] },
      'live-db has no instance that writes, so nobody can log in.',
    ],
  ];
  for (const [what, difference, message] of unfit) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(describeCluster(difference), { code: 'DATABASE_UNFIT', message });
    });
  }

  it('accepts a Multi-AZ DB cluster, whose engine is postgres', async () => {
    assert.equal((await describeCluster({ Engine: 'postgres' })).status, 'available');
  });

  it('reports a cluster that does not exist', async () => {
    await assert.rejects(clusterDatabase(failing('DBClusterNotFoundFault'), 'live-db').describe(), {
      code: 'DATABASE_NOT_FOUND',
      message:
        'There is no RDS cluster live-db in this account and region. superbowleto.yml names it under database.cluster.',
    });
  });
});

for (const [kind, open, identifier] of [
  ['an instance', instanceDatabase, 'DBInstanceIdentifier'],
  ['a cluster', clusterDatabase, 'DBClusterIdentifier'],
] as const) {
  describe(`requestPassword of ${kind}`, () => {
    const request = (rds: RDSClient, otherPending: string[] = [], signal?: AbortSignal) =>
      open(rds, 'live-db').requestPassword(
        'PASSWORD',
        { status: 'available', passwordPending: false, otherPending, target },
        signal,
      );

    it('applies it immediately if nothing else is pending', async () => {
      const { rds, sent } = fakeRds(() => ({}));
      assert.equal(await request(rds), true);
      assert.deepEqual(
        sent.map(({ input }) => input),
        [{ [identifier]: 'live-db', MasterUserPassword: 'PASSWORD', ApplyImmediately: true }],
      );
    });

    it('does not apply other changes before their maintenance window', async () => {
      const { rds, sent } = fakeRds(() => ({}));
      await request(rds, ['DBInstanceClass']);
      assert.equal(sent[0]?.input.ApplyImmediately, false);
    });

    it('returns false for a busy database, throttling, a failure of AWS and a lost answer', async () => {
      assert.equal(await request(failing('InvalidDBInstanceStateFault')), false);
      assert.equal(await request(failing('InvalidDBClusterStateFault')), false);
      assert.equal(await request(failing('Throttling', 'Rate exceeded')), false);
      assert.equal(await request(failing('RequestLimitExceeded')), false);
      assert.equal(await request(failing('InternalFailure', '', 500)), false);
      assert.equal(await request(fakeRds(() => Promise.reject(new Error('socket hang up'))).rds), false);
    });

    it('throws what a repetition would not change, without the password', async () => {
      await assert.rejects(request(failing('InvalidParameterValue', 'PASSWORD is not valid: PASSWORD')), {
        code: 'RDS_REFUSED',
        message: 'RDS refuses to change the password of live-db: (password) is not valid: (password)',
      });
    });

    it('passes its signal to the SDK, and no option without one', async () => {
      const { rds, sent } = fakeRds(({ command }) =>
        command.startsWith('Modify') ? {} : { DBInstances: [instance], DBClusters: [cluster] },
      );
      const { signal } = new AbortController();
      await open(rds, 'live-db').describe(signal);
      await request(rds, [], signal);
      for (const { command, options } of sent) assert.equal(options.abortSignal, signal, command);
      await request(rds);
      assert.deepEqual(sent.at(-1)?.options, {});
    });

    it('throws the reason of an aborted signal, whatever RDS answers', async () => {
      const aborted = AbortSignal.abort(new Error('Ctrl-C'));
      await assert.rejects(request(failing('Throttling'), [], aborted), { message: 'Ctrl-C' });
    });
  });
}
