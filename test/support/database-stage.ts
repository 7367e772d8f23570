import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  CreateDBClusterCommand,
  CreateDBInstanceCommand,
  DescribeDBInstancesCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { systemClock } from '../../src/clock.js';
import { createCredstash } from '../../src/credstash/index.js';
import type { EmulatorContext } from '../../src/emulator/aws/service.js';
import { DynamoDbService } from '../../src/emulator/dynamodb/index.js';
import type { Faults } from '../../src/emulator/faults.js';
import { KmsService } from '../../src/emulator/kms/index.js';
import { type Pace, RdsService } from '../../src/emulator/rds/index.js';
import { Router } from '../../src/emulator/router.js';
import { startTestPostgres } from './postgres.js';
import { until } from './until.js';

export interface DatabaseStageOptions {
  readonly pace?: Pace;
}

export type DatabaseStage = Awaited<ReturnType<typeof startDatabaseStage>>;

const credentials = { accessKeyId: 'AKIADATABASESTAGE', secretAccessKey: 'secret' };
const region = 'us-east-1';

/** KMS, DynamoDB and RDS of the local stage on one port, with a real PostgreSQL, a credstash table and its key. */
export async function startDatabaseStage({ pace }: DatabaseStageOptions = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'sbw-database-stage-'));
  const postgres = await startTestPostgres();
  let endpoint = '';
  const context = (service: string): EmulatorContext => {
    const folder = join(directory, service);
    mkdirSync(folder, { mode: 0o700 });
    const report = (line: string) => process.stderr.write(`${line}\n`);
    return {
      account: '000000000000',
      region,
      directory: folder,
      endpoint: () => endpoint,
      credentials,
      clock: systemClock,
      report,
    };
  };
  const server = { ...postgres, version: '17.0', connect: () => postgres.connect() };
  const services = [
    new KmsService(context('kms')),
    await DynamoDbService.open(context('dynamodb')),
    new RdsService(context('rds'), { server, pace: pace ?? { unnoticed: 30, reset: 100, create: 0 } }),
  ];
  // A test sets it as it goes.
  const stage = { faults: (() => undefined) as Faults };
  const router = new Router({
    services,
    unsigned: 'none',
    credentials,
    clock: systemClock,
    report: (line) => process.stderr.write(`${line}\n`),
    faults: (call) => stage.faults(call),
  });
  endpoint = `http://127.0.0.1:${await router.listen(0)}`;
  const config = { endpoint, region, credentials };
  const kms = new KMSClient(config);
  const dynamodb = new DynamoDBClient(config);
  const rds = new RDSClient(config);
  await createKey(kms);
  const credstash = createCredstash({ kms, dynamodb, table: 'secrets', key: 'alias/secrets' });
  await credstash.setup();

  // The password is in force shortly before RDS says so.
  const available = () =>
    until('the database is available', async () => {
      const { DBInstances = [] } = await rds.send(new DescribeDBInstancesCommand({}));
      return DBInstances[0]?.DBInstanceStatus === 'available';
    });

  return Object.assign(stage, {
    endpoint,
    credentials,
    region,
    kms,
    dynamodb,
    rds,
    postgres,
    table: 'secrets',
    credstash,
    /** An instance with its master user `superbowleto`. */
    async createInstance(identifier: string, password: string): Promise<void> {
      const input = {
        DBInstanceIdentifier: identifier,
        Engine: 'postgres',
        DBInstanceClass: 'db.t4g.micro',
        AllocatedStorage: 20,
        MasterUsername: 'superbowleto',
        MasterUserPassword: password,
        DBName: 'superbowleto',
      };
      await rds.send(new CreateDBInstanceCommand(input));
      await available();
    },
    /** A Multi-AZ cluster with its master user `superbowleto`. */
    async createCluster(identifier: string, password: string): Promise<void> {
      const input = {
        DBClusterIdentifier: identifier,
        Engine: 'postgres',
        DBClusterInstanceClass: 'db.m6gd.large',
        AllocatedStorage: 20,
        MasterUsername: 'superbowleto',
        MasterUserPassword: password,
        DatabaseName: 'superbowleto',
      };
      await rds.send(new CreateDBClusterCommand(input));
      await available();
    },
    /** Sets it behind RDS's back, at once. */
    async setPassword(password: string): Promise<void> {
      const superuser = await postgres.connect();
      await superuser.query(`alter role superbowleto password '${password}'`);
      await superuser.end();
    },
    canLogIn: (password: string) => canLogIn(postgres, password),
    async stop(): Promise<void> {
      for (const client of [kms, dynamodb, rds]) client.destroy();
      await router.close();
      for (const service of services) await service.stop();
      await postgres.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  });
}

async function canLogIn({ host, port }: { host: string; port: number }, password: string): Promise<boolean> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ host, port, user: 'superbowleto', database: 'superbowleto', password });
  client.on('error', () => undefined);
  return await client.connect().then(
    () => client.end().then(() => true),
    () => client.end().then(() => false),
  );
}

async function createKey(kms: KMSClient): Promise<void> {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  await kms.send(new CreateAliasCommand({ AliasName: 'alias/secrets', TargetKeyId: KeyMetadata?.KeyId }));
}
