import {
  CreateDBClusterCommand,
  CreateDBInstanceCommand,
  DescribeDBInstancesCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { createCredstash } from '../../src/credstash/index.js';
import { type Pace, RdsService } from '../../src/emulator/rds/index.js';
import { startTestPostgres } from './postgres.js';
import { startSecretsStage } from './secrets-stage.js';
import { until } from './until.js';

export interface DatabaseStageOptions {
  readonly pace?: Pace;
}

export type DatabaseStage = Awaited<ReturnType<typeof startDatabaseStage>>;

/** Starts a secrets stage with RDS on a real PostgreSQL, and creates a credstash table. */
export async function startDatabaseStage({ pace }: DatabaseStageOptions = {}) {
  const postgres = await startTestPostgres();
  const server = { ...postgres, version: '17.0', connect: () => postgres.connect() };
  const stage = await startSecretsStage((context) => [
    new RdsService(context('rds'), { server, pace: pace ?? { unnoticed: 30, reset: 100, create: 0 } }),
  ]);
  const { kms, dynamodb, client } = stage;
  const stopSecretsStage = stage.stop;
  const rds = new RDSClient(client);
  const credstash = createCredstash({ kms, dynamodb, table: 'secrets', key: 'alias/secrets' });
  await credstash.setup();

  // The password works shortly before RDS reports the database as available.
  const available = () =>
    until('the database is available', async () => {
      const { DBInstances = [] } = await rds.send(new DescribeDBInstancesCommand({}));
      return DBInstances[0]?.DBInstanceStatus === 'available';
    });

  return Object.assign(stage, {
    ...client,
    rds,
    postgres,
    table: 'secrets',
    credstash,
    /** Creates an instance with the master user `superbowleto`. */
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
    /** Creates a Multi-AZ cluster with the master user `superbowleto`. */
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
    /** Changes the password directly in PostgreSQL, without RDS. */
    async setPassword(password: string): Promise<void> {
      const superuser = await postgres.connect();
      await superuser.query(`alter role superbowleto password '${password}'`);
      await superuser.end();
    },
    canLogIn: (password: string) => canLogIn(postgres, password),
    async stop(): Promise<void> {
      rds.destroy();
      await stopSecretsStage();
      await postgres.stop();
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
