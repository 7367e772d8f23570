import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateDBInstanceCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  ListTagsForResourceCommand,
  ModifyDBInstanceCommand,
  RDSClient,
  RebootDBInstanceCommand,
} from '@aws-sdk/client-rds';
import pg from 'pg';
import { systemClock } from '../../../src/clock.js';
import { RdsService } from '../../../src/emulator/rds/index.js';
import { Router } from '../../../src/emulator/router.js';
import { startTestPostgres, type TestPostgres } from '../../support/postgres.js';
import { until } from '../../support/until.js';

describe('RDS in the emulator', () => {
  const credentials = { accessKeyId: 'SBWLOCALTEST', secretAccessKey: 'secret' };
  const DBInstanceIdentifier = 'local-superbowleto';
  const first = 'first-Passw0rd';
  let postgres: TestPostgres;
  let directory: string;
  let service: RdsService;
  let router: Router;
  let rds: RDSClient;
  let current = first;

  async function open(pace = { unnoticed: 100, reset: 200, create: 0 }): Promise<void> {
    const context = {
      account: '000000000000',
      region: 'us-east-1',
      directory,
      endpoint: () => '',
      credentials,
      clock: systemClock,
      report: () => undefined,
    };
    service = new RdsService(context, { server: { ...postgres, version: '17.10' }, pace });
    router = new Router({ ...context, services: [service], unsigned: 'execute-api' });
    const endpoint = `http://127.0.0.1:${await router.listen(0)}`;
    rds = new RDSClient({ endpoint, region: context.region, credentials });
  }
  async function close(): Promise<void> {
    rds.destroy();
    await router.close();
    await service.stop();
  }

  before(async () => {
    postgres = await startTestPostgres();
    directory = mkdtempSync(join(tmpdir(), 'sbw-rds-'));
    mkdirSync(directory, { recursive: true });
    await open();
    await rds.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier,
        Engine: 'postgres',
        DBInstanceClass: 'db.t4g.micro',
        AllocatedStorage: 20,
        DBName: 'superbowleto',
        MasterUsername: 'superbowleto',
        MasterUserPassword: first,
        Tags: [{ Key: 'service', Value: 'superbowleto' }],
      }),
    );
    await available();
  });
  after(async () => {
    await close();
    await postgres?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  const describeInstance = async () =>
    (await rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier }))).DBInstances?.[0];
  const hasStatus = (status: string) =>
    until(`the instance is ${status}`, async () => (await describeInstance())?.DBInstanceStatus === status);
  const available = () =>
    until('the instance is available with nothing pending', async () => {
      const instance = await describeInstance();
      return (
        instance?.DBInstanceStatus === 'available' && !instance.PendingModifiedValues?.MasterUserPassword
      );
    });
  const modify = (password: string) =>
    rds.send(
      new ModifyDBInstanceCommand({
        DBInstanceIdentifier,
        MasterUserPassword: password,
        ApplyImmediately: true,
      }),
    );

  async function login(password: string): Promise<pg.Client> {
    const { host, port } = postgres;
    const client = new pg.Client({ host, port, user: 'superbowleto', database: 'superbowleto', password });
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end();
      throw error;
    }
  }

  it('describes the instance with the address of a real PostgreSQL', async () => {
    const instance = await describeInstance();
    assert.deepEqual(instance?.Endpoint, { Address: '127.0.0.1', Port: postgres.port });
    assert.equal(instance?.MasterUsername, 'superbowleto');
    assert.equal(instance?.DBName, 'superbowleto');
    assert.equal(instance?.Engine, 'postgres');
    assert.deepEqual(instance?.PendingModifiedValues, {});
    assert.ok(instance?.InstanceCreateTime instanceof Date);
  });

  it('creates a master user that owns the database and is no superuser', async () => {
    const client = await login(current);
    const { rows } = await client.query(
      `select rolsuper, rolcreatedb, rolcreaterole, pg_get_userbyid(datdba) as owner
       from pg_roles, pg_database where rolname = current_user and datname = current_database()`,
    );
    await client.query('create extension pgcrypto');
    await client.end();
    assert.deepEqual(rows, [
      { rolsuper: false, rolcreatedb: true, rolcreaterole: true, owner: 'superbowleto' },
    ]);
  });

  it('changes the password after a while: first available, then resetting, then in force', async () => {
    const session = await login(current);
    const { DBInstance } = await modify('second-Passw0rd');
    assert.equal(DBInstance?.DBInstanceStatus, 'available');
    assert.equal(DBInstance?.PendingModifiedValues?.MasterUserPassword, '****');
    await hasStatus('resetting-master-credentials');
    await (await login(current)).end();
    await available();
    await assert.rejects(login(current), { code: '28P01' });
    current = 'second-Passw0rd';
    await (await login(current)).end();
    assert.deepEqual((await session.query('select 1 as one')).rows, [{ one: 1 }]);
    await session.end();
  });

  it('refuses another change during a reset', async () => {
    await modify('third-Passw0rd');
    await hasStatus('resetting-master-credentials');
    await assert.rejects(modify('fourth-Passw0rd'), {
      name: 'InvalidDBInstanceStateFault',
      message: 'Database instance is not in available state.',
    });
    await available();
    current = 'third-Passw0rd';
    await (await login(current)).end();
  });

  it('finishes a change after a restart', async () => {
    await modify('fifth-Passw0rd');
    await hasStatus('resetting-master-credentials');
    await close();
    await (await login(current)).end();
    await open();
    await available();
    current = 'fifth-Passw0rd';
    await (await login(current)).end();
  });

  it('reboots its PostgreSQL after an unfinished change of the password', async () => {
    const session = await login(current);
    const ended = new Promise((resolve) => session.on('error', resolve));
    await modify('rebooted-Passw0rd');
    await rds.send(new RebootDBInstanceCommand({ DBInstanceIdentifier }));
    await hasStatus('rebooting');
    await assert.rejects(modify('not-now-Passw0rd'), { name: 'InvalidDBInstanceStateFault' });
    await available();
    await ended;
    const { DBInstance } = await rds.send(new RebootDBInstanceCommand({ DBInstanceIdentifier }));
    assert.equal(DBInstance?.DBInstanceStatus, 'rebooting');
    await available();
    current = 'rebooted-Passw0rd';
    await (await login(current)).end();
  });

  it('stores no password', async () => {
    await close();
    await open({ unnoticed: 60_000, reset: 0, create: 0 });
    await modify('sixth-Passw0rd');
    for (const name of readdirSync(directory)) {
      const file = join(directory, name);
      assert.equal(statSync(file).mode & 0o077, 0);
      assert.doesNotMatch(readFileSync(file, 'utf8'), /Passw0rd/);
    }
    await close();
    await open();
    await available();
    current = 'sixth-Passw0rd';
    await (await login(current)).end();
  });

  it('follows the rules of RDS for a password', async () => {
    const printable = `The parameter MasterUserPassword is not a valid password. Only printable ASCII characters besides '/', ''', '@', '"', ' ' may be used.`;
    const cases: [string, string][] = [
      [
        'short12',
        'The parameter MasterUserPassword is not a valid password because it is shorter than 8 characters.',
      ],
      [
        'x'.repeat(129),
        'The parameter MasterUserPassword is not a valid password because it is longer than 128 characters.',
      ],
      ...['with a space', 'with/slash', 'with"quote', "with'quote", 'with@sign', 'não-ASCII'].map(
        (password): [string, string] => [password, printable],
      ),
    ];
    for (const [password, message] of cases) {
      await assert.rejects(modify(password), { name: 'InvalidParameterValue', message }, password);
    }
    await (await login(current)).end();
  });

  it('reports a missing instance with the text of AWS', async () => {
    await assert.rejects(rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: 'nope' })), {
      name: 'DBInstanceNotFoundFault',
      message: 'DBInstance nope not found.',
    });
    await assert.rejects(rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: 'nope' })), {
      name: 'DBClusterNotFoundFault',
    });
    assert.deepEqual((await rds.send(new DescribeDBClustersCommand({}))).DBClusters, []);
  });

  it('lists tags', async () => {
    const { DBInstanceArn } = (await describeInstance()) ?? {};
    const { TagList } = await rds.send(new ListTagsForResourceCommand({ ResourceName: DBInstanceArn }));
    assert.deepEqual(TagList, [{ Key: 'service', Value: 'superbowleto' }]);
  });

  it('answers 501 to an unsupported change', async () => {
    await assert.rejects(
      rds.send(new ModifyDBInstanceCommand({ DBInstanceIdentifier, AllocatedStorage: 30 })),
      /does not support RDS ModifyDBInstance with AllocatedStorage/,
    );
  });
});
