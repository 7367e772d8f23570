import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { CreateDBInstanceCommand, RDSClient } from '@aws-sdk/client-rds';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import pg from 'pg';
import yazl from 'yazl';
import { createCredstash } from '../../../src/credstash/index.js';
import { type Stage, startStage } from '../../../src/local/index.js';
import { listMigrations } from '../../../src/service/database/migrations.js';
import { until } from '../../support/until.js';
import { API_KEY_ID, validBody } from './harness.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const ACCOUNT = '000000000000';
const PASSWORD = 'a-password-of-the-test';

/** Runs the built bundle as it is deployed: on the stage's Lambda, with its KMS, DynamoDB, SQS and database. */
describe('the built service', function () {
  this.timeout(120_000);
  const home = mkdtempSync(join(tmpdir(), 'sbw-bundle-'));
  let stage: Stage;
  let lambda: LambdaClient;
  let sqs: SQSClient;
  let logs: CloudWatchLogsClient;

  before(async () => {
    execFileSync(process.execPath, ['scripts/build-service.js'], { cwd: root });
    stage = await startStage({
      home,
      port: 0,
      region: 'us-east-1',
      account: ACCOUNT,
      report: () => undefined,
    });
    const { endpoint, region, credentials } = stage;
    const config = { endpoint, region, credentials };
    lambda = new LambdaClient(config);
    sqs = new SQSClient(config);
    logs = new CloudWatchLogsClient(config);
    await createSecrets(config);
    await createDatabase(new RDSClient(config));
    await createFunctions(await createQueues());
  });
  after(async () => {
    await stage?.stop();
    rmSync(home, { recursive: true, force: true });
  });

  async function createSecrets(config: object): Promise<void> {
    const kms = new KMSClient(config);
    const dynamodb = new DynamoDBClient(config);
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    await kms.send(new CreateAliasCommand({ AliasName: 'alias/test', TargetKeyId: KeyMetadata?.KeyId }));
    const credstash = createCredstash({ kms, dynamodb, table: 'test-credstash', key: 'alias/test' });
    await credstash.setup();
    const comment = `sbw rotate ${new Date(Date.now() - 86_400_000).toISOString()} test`;
    await credstash.put('test/database/password', PASSWORD, { comment });
  }

  async function createDatabase(rds: RDSClient): Promise<void> {
    await rds.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier: 'test',
        Engine: 'postgres',
        DBInstanceClass: 'db.t4g.micro',
        AllocatedStorage: 20,
        MasterUsername: 'superbowleto',
        MasterUserPassword: PASSWORD,
        DBName: 'superbowleto',
      }),
    );
  }

  async function createQueues(): Promise<string> {
    await sqs.send(new CreateQueueCommand({ QueueName: 'owner' }));
    const { QueueUrl } = await sqs.send(
      new CreateQueueCommand({ QueueName: 'boletos-to-register', Attributes: { VisibilityTimeout: '180' } }),
    );
    return QueueUrl ?? '';
  }

  async function createFunctions(queueUrl: string): Promise<void> {
    const zip = await zipOf(join(root, 'build/service'), join(home, 'service.zip'));
    const names = readdirSync(join(root, 'src/service/functions')).map((file) => file.replace(/\.ts$/, ''));
    for (const name of names) {
      await lambda.send(
        new CreateFunctionCommand({
          FunctionName: name,
          Role: `arn:aws:iam::${ACCOUNT}:role/superbowleto`,
          Runtime: 'nodejs20.x',
          Handler: `${name}.handler`,
          Timeout: 30,
          MemorySize: 512,
          Code: { ZipFile: zip },
          Environment: {
            Variables: {
              ENVIRONMENT: 'test',
              CREDSTASH_TABLE: 'test-credstash',
              DATABASE_HOST: stage.database.host,
              DATABASE_PORT: String(stage.database.port),
              DATABASE_NAME: 'superbowleto',
              DATABASE_USER: 'superbowleto',
              DATABASE_SSL: 'disable',
              BOLETOS_TO_REGISTER_QUEUE_URL: queueUrl,
            },
          },
        }),
      );
      await until(`${name} is active`, async () => {
        const { State } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
        return State === 'Active';
      });
    }
  }

  // biome-ignore lint/suspicious/noExplicitAny: the tests read what they expect of it, and a wrong shape fails there
  async function invoke(name: string, event: unknown): Promise<any> {
    const { Payload, FunctionError } = await lambda.send(
      new InvokeCommand({ FunctionName: name, Payload: Buffer.from(JSON.stringify(event)) }),
    );
    const answer = JSON.parse(Buffer.from(Payload ?? []).toString() || 'null');
    assert.equal(FunctionError, undefined, JSON.stringify(answer));
    return answer;
  }
  const ask = (name: string, route: string, more: Record<string, unknown> = {}) => {
    const [httpMethod, resource] = route.split(' ');
    const requestContext = { identity: { apiKeyId: API_KEY_ID } };
    return invoke(name, { httpMethod, resource, requestContext, ...more });
  };
  const post = (changes: Record<string, unknown>) => {
    const owner = { queue_url: `${stage.endpoint}/${ACCOUNT}/owner`, expiration_date: inTenDays() };
    const body = JSON.stringify(validBody({ ...owner, ...changes }));
    return ask('create-boleto', 'POST /boletos', { body });
  };
  const show = async (id: string) =>
    JSON.parse((await ask('show-boleto', 'GET /boletos/{id}', { pathParameters: { id } })).body);
  const receive = async (): Promise<unknown> => {
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: `${stage.endpoint}/${ACCOUNT}/owner`, WaitTimeSeconds: 10 }),
    );
    const { notification_id, ...notification } = JSON.parse(Messages?.[0]?.Body ?? '{}');
    assert.match(notification_id, /^ntf_[0-9a-f]{32}$/);
    return notification;
  };

  async function sql(text: string): Promise<void> {
    const { host, port } = stage.database;
    const login = { database: 'superbowleto', user: 'superbowleto', password: PASSWORD };
    const client = new pg.Client({ host, port, ...login });
    await client.connect();
    await client.query(text);
    await client.end();
  }

  it('migrates an empty database up for {}, as the earlier service did', async () => {
    // RDS is still creating the instance. Until the login works, the answer says as data why it does not.
    const answer = await until('the database is migrated', async () => {
      const given = await invoke('migrate-database', {});
      assert.ok(given.ok || typeof given.error.code === 'string', JSON.stringify(given));
      return given.ok && given;
    });
    assert.deepEqual(
      answer.applied.map(({ name }: { name: string }) => name),
      listMigrations().map(({ name }) => name),
    );
    const status = await invoke('migrate-database', { command: 'status' });
    assert.deepEqual(
      status.migrations.map(({ name, status: state }: { name: string; status: string }) => [name, state]),
      listMigrations().map(({ name }) => [name, 'applied']),
    );
    await sql(`INSERT INTO tenant_api_keys VALUES ('${API_KEY_ID}', 'default')`);
  });

  it('answers an unknown migration command as data', async () => {
    const answer = await invoke('migrate-database', { command: 'sideways' });
    assert.deepEqual([answer.ok, answer.error.code], [false, 'INVALID_REQUEST']);
  });

  it('creates, registers and shows a boleto, and notifies its owner', async () => {
    const { statusCode, body } = await post({ reference_id: 'order-7' });
    assert.equal(statusCode, 201, body);
    const boleto = JSON.parse(body);
    assert.equal(boleto.status, 'registered');
    assert.deepEqual(await show(boleto.id), boleto);
    assert.deepEqual(await receive(), {
      boleto_id: boleto.id,
      status: 'registered',
      reference_id: 'order-7',
    });
  });

  it('lists and pays', async () => {
    const boleto = JSON.parse((await post({ token: 'mine' })).body);
    const listed = await ask('index-boletos', 'GET /boletos', {
      queryStringParameters: { token: 'mine' },
    });
    assert.deepEqual(JSON.parse(listed.body), [boleto]);
    const paid = await ask('update-boleto', 'PATCH /boletos/{id}', {
      pathParameters: { id: boleto.id },
      body: '{"paid_amount":2000}',
    });
    assert.equal(JSON.parse(paid.body).paid_amount, 2000);
    await receive();
  });

  it('draws a slip', async () => {
    const company = {
      company_name: 'Padaria São João',
      company_document_number: '12.ABC.345/01DE-35',
      company_address: { street: 'Rua Augusta', city: 'São Paulo', state: 'SP' },
    };
    const { id } = JSON.parse((await post(company)).body);
    const pathParameters = { id };
    const page = await ask('show-boleto', 'GET /boletos/{id}/slip', { pathParameters });
    assert.match(page.body, /^<!DOCTYPE html>/);
    const file = await ask('show-boleto', 'GET /boletos/{id}/slip.pdf', { pathParameters });
    assert.equal(file.isBase64Encoded, true);
    assert.match(Buffer.from(file.body, 'base64').toString('latin1'), /^%PDF-1\.7/);
    await receive();
  });

  it('describes itself', async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const health = await ask('describe-service', 'GET /health');
    assert.deepEqual(JSON.parse(health.body), { status: 'ok', version });
    const { info } = JSON.parse((await ask('describe-service', 'GET /openapi.json')).body);
    assert.equal(info.version, version);
  });

  it('registers a pending boleto through the queue', async () => {
    await lambda.send(
      new CreateEventSourceMappingCommand({
        FunctionName: 'register-boleto',
        EventSourceArn: `arn:aws:sqs:us-east-1:${ACCOUNT}:boletos-to-register`,
        BatchSize: 10,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      }),
    );
    const boleto = JSON.parse((await post({ amount: 5_000_003 })).body);
    assert.equal(boleto.status, 'pending_registration');
    assert.deepEqual(await receive(), { boleto_id: boleto.id, status: 'registered', reference_id: null });
    assert.equal((await show(boleto.id)).status, 'registered');
    await until('the queue is empty', async () => {
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl: `${stage.endpoint}/${ACCOUNT}/boletos-to-register`,
          AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
        }),
      );
      return Object.values(Attributes ?? {}).join() === '0,0';
    });
  });

  it('sweeps the outbox, and logs the age of the password', async () => {
    assert.deepEqual(await invoke('process-boletos-to-register', {}), { sent: 0, failed: 0 });
    const logGroupName = '/aws/lambda/process-boletos-to-register';
    const message = await until('the age is in the log', async () => {
      const filterPattern = '{ $.event = "password-age" }';
      const found = await logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern }));
      return found.events?.[0]?.message;
    });
    const { PasswordAge, environment, _aws } = JSON.parse(message);
    assert.ok(PasswordAge >= 86_400 && PasswordAge < 90_000, String(PasswordAge));
    assert.equal(environment, 'test');
    assert.deepEqual(_aws.CloudWatchMetrics, [
      {
        Namespace: 'superbowleto',
        Dimensions: [['environment']],
        Metrics: [{ Name: 'PasswordAge', Unit: 'Seconds' }],
      },
    ]);
  });
});

const inTenDays = () => new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);

async function zipOf(folder: string, file: string): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const name of readdirSync(folder)) zip.addFile(join(folder, name), name);
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(file));
  return readFileSync(file);
}
