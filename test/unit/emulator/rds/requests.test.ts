import assert from 'node:assert/strict';
import { RdsService } from '../../../../src/emulator/rds/index.js';
import { type CallableService, callable } from '../../../support/call-service.js';

const INSTANCE = {
  DBInstanceIdentifier: 'orders',
  DBInstanceClass: 'db.t4g.micro',
  Engine: 'postgres',
  MasterUsername: 'owner',
  MasterUserPassword: 'password',
};
const CLUSTER = {
  DBClusterIdentifier: 'orders',
  DBClusterInstanceClass: 'db.t4g.micro',
  Engine: 'postgres',
  MasterUsername: 'owner',
  MasterUserPassword: 'password',
};

/** The clock never moves here, so no change is ever applied and no database is needed. */
const server = {
  host: '127.0.0.1',
  port: 5432,
  version: '17.10',
  connect: () => Promise.reject(new Error('no database')),
  restart: () => Promise.resolve(),
};

describe('RDS requests', () => {
  let rds: CallableService<RdsService>;

  beforeEach(async () => {
    const pace = { unnoticed: 1, reset: 1, create: 1 };
    rds = await callable((context) => new RdsService(context, { server, pace }));
  });
  afterEach(() => rds.close());

  const ask = (action: string, input: Record<string, string> = {}) =>
    rds.call('POST /', {}, new URLSearchParams({ Action: action, ...input }).toString());

  async function codeOf(action: string, input: Record<string, string> = {}): Promise<string | undefined> {
    const { body } = await ask(action, input);
    return /<Code>(.*?)<\/Code>/.exec(body)?.[1];
  }

  /** Expects the action to succeed with these changes of its input, each in a new service. */
  async function expectAccepted(
    action: string,
    input: Record<string, string>,
    changes: Record<string, string>[],
  ) {
    for (const change of changes) {
      const fresh = await callable(
        (context) => new RdsService(context, { server, pace: { unnoticed: 1, reset: 1, create: 1 } }),
      );
      const body = new URLSearchParams({ Action: action, ...input, ...change }).toString();
      const { status } = await fresh.call('POST /', {}, body);
      assert.equal(status, 200, JSON.stringify(change));
      await fresh.close();
    }
  }

  it('require the parameters of a new instance or cluster', async () => {
    for (const [action, input] of [
      ['CreateDBInstance', INSTANCE],
      ['CreateDBCluster', CLUSTER],
    ] as const)
      for (const name of Object.keys(input))
        assert.equal(await codeOf(action, { ...input, [name]: '' }), 'MissingParameter', name);
  });

  it('name an instance with 2 to 63 letters, digits and single hyphens', async () => {
    const named = (name: string) => ({ DBInstanceIdentifier: name });
    await expectAccepted('CreateDBInstance', INSTANCE, ['ab', `a${'-b'.repeat(31)}`, 'A1-b'].map(named));
    for (const name of ['a', `a${'b'.repeat(63)}`, '1a', 'a-', 'a--b', 'a_b'])
      assert.equal(
        await codeOf('CreateDBInstance', { ...INSTANCE, ...named(name) }),
        'InvalidParameterValue',
        name,
      );
  });

  it('name a user and a database with up to 63 letters, digits and underscores', async () => {
    const long = 'a'.repeat(63);
    const user = (name: string) => ({ MasterUsername: name });
    const database = (name: string) => ({ DBName: name });
    await expectAccepted('CreateDBInstance', INSTANCE, [
      ...['a', '_A1', long, 'postgres1'].map(user),
      ...['a', '_A1', long].map(database),
    ]);
    const users = ['1a', `${long}a`, 'a-b', 'rdsadmin', 'pg_x', 'postgres', 'POSTGRES'];
    for (const change of [...users.map(user), ...['1a', `${long}a`, 'a-b'].map(database)])
      assert.equal(
        await codeOf('CreateDBInstance', { ...INSTANCE, ...change }),
        'InvalidParameterValue',
        JSON.stringify(change),
      );
    assert.equal(await codeOf('CreateDBInstance', { ...INSTANCE, Engine: 'mysql' }), 'NotImplemented');
  });

  it('have a password of 8 to 128 characters for an instance, and to 41 for a cluster', async () => {
    const password = (value: string) => ({ MasterUserPassword: value });
    const of = (length: number) => password('x'.repeat(length));
    const printable = password('!#$%&()*+,-.:;<=>?[\\]^_`{|}~0Aa');
    await expectAccepted('CreateDBInstance', INSTANCE, [of(8), of(128), printable]);
    await expectAccepted('CreateDBCluster', CLUSTER, [of(8), of(41), printable]);
    const refused = [of(7), ...['/', "'", '"', '@', ' ', 'é', '\n'].map((it) => password(`password${it}`))];
    for (const [action, input, tooLong] of [
      ['CreateDBInstance', INSTANCE, of(129)],
      ['CreateDBCluster', CLUSTER, of(42)],
    ] as const)
      for (const change of [...refused, tooLong])
        assert.equal(
          await codeOf(action, { ...input, ...change }),
          'InvalidParameterValue',
          JSON.stringify(change),
        );
  });

  it('describe an instance', async () => {
    const tags = { 'Tags.Tag.1.Key': 'a', 'Tags.Tag.1.Value': '1', 'Tags.Tag.2.Key': 'b' };
    const created = await ask('CreateDBInstance', { ...INSTANCE, ...tags, AllocatedStorage: '30' });
    const { body } = await ask('DescribeDBInstances', { DBInstanceIdentifier: 'ORDERS' });
    const content = /<DBInstance>.*<\/DBInstance>/.exec(body)?.[0] ?? '';
    assert.equal(/<DBInstance>.*<\/DBInstance>/.exec(created.body)?.[0], content);
    const resource = /<DbiResourceId>(db-[0-9A-F]{26})<\/DbiResourceId>/.exec(content)?.[1];
    assert.equal(
      content,
      [
        '<DBInstance><DBInstanceIdentifier>orders</DBInstanceIdentifier>',
        '<DBInstanceClass>db.t4g.micro</DBInstanceClass>',
        '<Engine>postgres</Engine><EngineVersion>17.10</EngineVersion>',
        '<DBInstanceStatus>creating</DBInstanceStatus><MasterUsername>owner</MasterUsername>',
        '<DBName>postgres</DBName><AllocatedStorage>30</AllocatedStorage>',
        '<InstanceCreateTime>2026-03-04T05:06:07.000Z</InstanceCreateTime>',
        '<PendingModifiedValues></PendingModifiedValues>',
        `<DbiResourceId>${resource}</DbiResourceId>`,
        '<DBInstanceArn>arn:aws:rds:us-east-1:000000000000:db:orders</DBInstanceArn>',
        '<MultiAZ>false</MultiAZ><PubliclyAccessible>false</PubliclyAccessible>',
        '<StorageEncrypted>false</StorageEncrypted>',
        '<IAMDatabaseAuthenticationEnabled>false</IAMDatabaseAuthenticationEnabled>',
        '<VpcSecurityGroups></VpcSecurityGroups><TagList><Tag><Key>a</Key><Value>1</Value></Tag>',
        '<Tag><Key>b</Key><Value></Value></Tag></TagList></DBInstance>',
      ].join(''),
    );
    const tagList = await ask('ListTagsForResource', {
      ResourceName: 'arn:aws:rds:us-east-1:000000000000:db:orders',
    });
    assert.match(tagList.body, /<TagList><Tag><Key>a<\/Key><Value>1<\/Value><\/Tag>/);
  });

  it('describe a cluster and its instance', async () => {
    await ask('CreateDBCluster', { ...CLUSTER, DatabaseName: 'shop' });
    for (const input of [{}, { DBClusterIdentifier: 'ORDERS' }] as Record<string, string>[]) {
      const { body } = await ask('DescribeDBClusters', input);
      assert.equal(
        /<DBCluster>.*<\/DBCluster>/.exec(body)?.[0],
        [
          '<DBCluster><DBClusterIdentifier>orders</DBClusterIdentifier>',
          '<DBClusterArn>arn:aws:rds:us-east-1:000000000000:cluster:orders</DBClusterArn>',
          '<Engine>postgres</Engine><EngineVersion>17.10</EngineVersion><Status>creating</Status>',
          '<MasterUsername>owner</MasterUsername><DatabaseName>shop</DatabaseName><Port>5432</Port>',
          '<DBClusterInstanceClass>db.t4g.micro</DBClusterInstanceClass><AllocatedStorage>20</AllocatedStorage>',
          '<ClusterCreateTime>2026-03-04T05:06:07.000Z</ClusterCreateTime>',
          '<PendingModifiedValues></PendingModifiedValues><DBClusterMembers><DBClusterMember>',
          '<DBInstanceIdentifier>orders-instance-1</DBInstanceIdentifier>',
          '<IsClusterWriter>true</IsClusterWriter></DBClusterMember></DBClusterMembers></DBCluster>',
        ].join(''),
      );
    }
    const { body } = await ask('DescribeDBInstances');
    assert.match(body, /<DBInstanceIdentifier>orders-instance-1<.*<DBClusterIdentifier>orders</);
  });

  it('create one instance', async () => {
    assert.doesNotMatch((await ask('DescribeDBInstances')).body, /<DBInstance>/);
    await ask('CreateDBInstance', INSTANCE);
    assert.equal(await codeOf('CreateDBInstance', INSTANCE), 'DBInstanceAlreadyExists');
    const other = { ...INSTANCE, DBInstanceIdentifier: 'other' };
    assert.equal(await codeOf('CreateDBInstance', other), 'InstanceQuotaExceeded');
    assert.equal(await codeOf('CreateDBCluster', CLUSTER), 'InstanceQuotaExceeded');
    assert.doesNotMatch((await ask('DescribeDBClusters')).body, /<DBCluster>/);
  });

  it('report what they do not find', async () => {
    const missing = { DBInstanceIdentifier: 'none', DBClusterIdentifier: 'none' };
    for (const [action, name, code] of [
      ['DescribeDBInstances', 'DBInstanceIdentifier', 'DBInstanceNotFound'],
      ['ModifyDBInstance', 'DBInstanceIdentifier', 'DBInstanceNotFound'],
      ['RebootDBInstance', 'DBInstanceIdentifier', 'DBInstanceNotFound'],
      ['DescribeDBClusters', 'DBClusterIdentifier', 'DBClusterNotFoundFault'],
      ['ModifyDBCluster', 'DBClusterIdentifier', 'DBClusterNotFoundFault'],
    ] as const) {
      const { status } = await ask(action, { [name]: missing[name] });
      assert.deepEqual([status, await codeOf(action, { [name]: missing[name] })], [404, code], action);
    }
    const tags = await ask('ListTagsForResource', { ResourceName: 'arn:aws:rds:us-east-1:0:db:none' });
    assert.match(tags.body, /<Message>DBInstance none not found\.<\/Message>/);
  });

  it('change an instance or a cluster only while it is available', async () => {
    await ask('CreateDBInstance', INSTANCE);
    for (const action of ['ModifyDBInstance', 'RebootDBInstance'])
      assert.equal(
        await codeOf(action, { DBInstanceIdentifier: 'orders' }),
        'InvalidDBInstanceState',
        action,
      );
    const password = { DBInstanceIdentifier: 'orders', MasterUserPassword: 'short' };
    assert.equal(await codeOf('ModifyDBInstance', password), 'InvalidParameterValue');
  });

  it('change the password of a cluster, and not that of its instance', async () => {
    await ask('CreateDBCluster', CLUSTER);
    const instance = { DBInstanceIdentifier: 'orders-instance-1' };
    assert.equal(await codeOf('ModifyDBInstance', instance), 'InvalidParameterCombination');
    assert.equal(await codeOf('ModifyDBCluster', { DBClusterIdentifier: 'orders' }), 'InvalidDBClusterState');
    const long = { DBClusterIdentifier: 'orders', MasterUserPassword: 'x'.repeat(42) };
    assert.equal(await codeOf('ModifyDBCluster', long), 'InvalidParameterValue');
  });

  it('refuse parameters that would be ignored', async () => {
    await ask('CreateDBInstance', INSTANCE);
    const known: Record<string, Record<string, string>> = {
      DescribeDBInstances: { MaxRecords: '100', Marker: 'x' },
      DescribeDBClusters: { MaxRecords: '100', Marker: 'x' },
      ModifyDBInstance: { DBInstanceIdentifier: 'orders', ApplyImmediately: 'true' },
      RebootDBInstance: { DBInstanceIdentifier: 'orders' },
      CreateDBInstance: INSTANCE,
      CreateDBCluster: CLUSTER,
    };
    for (const [action, input] of Object.entries(known)) {
      assert.notEqual(await codeOf(action, { ...input, Version: '2014-10-31' }), 'NotImplemented', action);
      assert.equal(await codeOf(action, { ...input, 'Other.1': 'x' }), 'NotImplemented', action);
    }
    assert.equal(await codeOf('DeleteDBInstance'), 'NotImplemented');
  });
});
