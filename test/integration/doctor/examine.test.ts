import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DisableRuleCommand } from '@aws-sdk/client-eventbridge';
import {
  DeleteAliasCommand,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { DeleteQueueCommand, GetQueueUrlCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { systemClock } from '../../../src/clock.js';
import { createCredstash } from '../../../src/credstash/index.js';
import { type Diagnosis, describeDiagnosis, examine } from '../../../src/doctor/index.js';
import { provision } from '../../../src/local/index.js';
import { recordRelease, withLock } from '../../../src/operations/index.js';
import { type Connection, connect, loadProject, selectEnvironment } from '../../../src/project/index.js';
import { rotatePageKey } from '../../../src/rotation/index.js';
import { startTestStage, type TestStage } from '../../support/stage.js';

const arnOfTwo = 'arn:aws:lambda:us-east-1:000000000000:function:test-sample-two:current';

const fileOf = (home: string) => `
service: sample
default_environment: test
build: { type: command, command: node build.js, output: out }
deploy: { type: lambda, s3_bucket: sample-artifacts, region: us-east-1 }
functions:
  one: { handler: index.handler, memory: 128, timeout: 10, trigger: { queue: tasks } }
  two: { handler: index.handler, memory: 128, timeout: 10, trigger: none }
  three: { handler: index.handler, memory: 128, timeout: 10, trigger: { schedule: rate(1 day) } }
  four:
    handler: index.handler
    memory: 128
    timeout: 10
    trigger: { routes: [GET /things, "GET /things/{id}", POST /things], open_routes: [GET /health, "GET /b/{id}"] }
queues:
  tasks: { visibility_timeout: 60 }
environment:
  test:
    account: "000000000000"
    profile: superbowleto-local
    profile_file: ${home}/aws-config
    credstash: { table: test-credstash, key: alias/test-credstash }
    operations_table: test-operations
    database: { instance: test-sample, name: sample, user: sample }
`;

describe('the examination of an environment', function () {
  this.timeout(120_000);
  let stage: TestStage;
  let folder: string;
  let connection: Connection;

  before(async () => {
    stage = await startTestStage();
    folder = mkdtempSync(join(tmpdir(), 'sbw-doctor-'));
    writeFileSync(join(folder, 'superbowleto.yml'), fileOf(stage.home));
    const { project, environment } = await opened();
    await provision(stage, project, environment);
    connection = connect(environment);
  });
  after(async () => {
    connection?.close();
    await stage?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  async function opened() {
    const project = await loadProject(join(folder, 'superbowleto.yml'));
    return { project, environment: selectEnvironment(project) };
  }

  async function examined(clock = systemClock): Promise<Diagnosis> {
    return await examine({ ...(await opened()), connection, clock });
  }

  /** Returns the findings as `check: subject problem`. */
  function found({ checks }: Diagnosis): string[] {
    return checks.flatMap(({ check, findings }) =>
      findings.map(({ subject, problem }) => `${check}: ${subject} ${problem}`),
    );
  }

  it('finds only that nothing was released in a new environment', async () => {
    const diagnosis = await examined();
    assert.deepEqual(found(diagnosis), ['versions: test serves no release yet']);
    assert.equal(diagnosis.well, false);
    assert.match(
      describeDiagnosis(diagnosis),
      /^credentials {2}well\n[\s\S]*versions {5}wrong\n {2}test serves no release yet\.\n {4}Way out: sbw deploy --env test --ref <git ref>\nreleases {5}well\nlocks {8}well\n1 finding in test\.$/,
    );
  });

  it('skips the other checks with credentials of another account', async () => {
    const { project, environment } = await opened();
    const other = { ...environment, account: '999999999999' };
    const { checks } = await examine({ project, environment: other, connection });
    assert.deepEqual(new Set(checks.slice(1).map(({ state }) => state)), new Set(['not-looked']));
    assert.match(
      checks[0]?.findings[0]?.problem ?? '',
      /is account 999999999999, but the AWS keys at hand are of 000000000000/,
    );
  });

  it('compares the clock with the clock of AWS', async () => {
    const late = { ...systemClock, now: () => new Date(Date.now() - 120_000) };
    const clock = found(await examined(late)).find((line) => line.startsWith('clock'));
    assert.match(clock ?? '', /^clock: this machine's clock is 1(19|20|21) s behind AWS's$/);
  });

  it('finds every fault', async () => {
    const { lambda, sqs, s3, kms, dynamodb } = connection;
    const role = 'arn:aws:iam::000000000000:role/somebody';
    await lambda.send(
      new UpdateFunctionConfigurationCommand({
        FunctionName: 'test-sample-two',
        Role: role,
        Environment: { Variables: { ENVIRONMENT: 'live' } },
      }),
    );
    const { EventSourceMappings = [] } = await lambda.send(
      new ListEventSourceMappingsCommand({ FunctionName: 'test-sample-one:current' }),
    );
    const change = { UUID: EventSourceMappings[0]?.UUID, BatchSize: 3 };
    await lambda.send(new UpdateEventSourceMappingCommand(change));
    await lambda.send(new DeleteAliasCommand({ FunctionName: 'test-sample-two', Name: 'current' }));
    const queue = await sqs.send(new GetQueueUrlCommand({ QueueName: 'test-tasks' }));
    const Attributes = { RedrivePolicy: '', VisibilityTimeout: '5' };
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl: queue.QueueUrl, Attributes }));
    const dead = await sqs.send(new GetQueueUrlCommand({ QueueName: 'test-tasks-dead-letter' }));
    await sqs.send(new DeleteQueueCommand({ QueueUrl: dead.QueueUrl }));
    const VersioningConfiguration = { Status: 'Suspended' } as const;
    await s3.send(new PutBucketVersioningCommand({ Bucket: 'sample-artifacts', VersioningConfiguration }));
    const credstash = createCredstash({
      kms,
      dynamodb,
      table: 'test-credstash',
      key: 'alias/test-credstash',
    });
    await credstash.put('test/database/password.pending', 'next', { version: 7 });

    breakTheApi();
    stage.scheduler.define([
      { name: 'test-sample-three', expression: 'rate(2 days)', functionName: 'test-sample-two:current' },
    ]);
    await connection.events.send(new DisableRuleCommand({ Name: 'test-sample-three' }));

    const lines = found(await examined());
    assert.deepEqual(
      lines.filter((line) => !/ has DATABASE| lacks the variable/.test(line)),
      [
        'bucket: sample-artifacts keeps no versions: a deleted artifact is gone',
        'queues: test-tasks-dead-letter is not there',
        'queues: test-tasks hides a message for 5 s and not 60 s',
        'queues: test-tasks has no redrive: a message that cannot be handled is tried again until it is too old, and then lost',
        'password: test/database/password.pending has version 0000000000000000007, of a rotation that was not finished',
        `functions: test-sample-two runs as ${role} and not as the role test-sample-two`,
        'functions: test-sample-two has ENVIRONMENT=live and not test',
        'functions: test-sample-two has no alias current, which every trigger points at',
        'triggers: test-sample-one takes 3 messages of test-tasks at once and not 10',
        'routes: test-sample has no stage test: nobody can call it',
        'routes: the route DELETE /things is answered, and superbowleto.yml has no such route',
        'routes: the route GET /b/{id} is not in the API',
        'routes: the route GET /health asks for an API key',
        'routes: the route GET /things is open to everybody: it asks for no API key',
        'routes: the route GET /things/{id} is not in the API',
        'routes: the route POST /things calls test-sample-four and not test-sample-four:current',
        'schedules: test-sample-three is not called: its schedule is switched off',
        'schedules: test-sample-three is called by rate(2 days) and not by rate(1 day)',
        `schedules: test-sample-three is not called: its schedule calls ${arnOfTwo} and not test-sample-three:current`,
        'versions: test serves no release yet',
      ],
    );
    assert.ok(lines.includes('functions: test-sample-two lacks the variable TASKS_QUEUE_URL'));
  });

  /** Changes the API as a person may do in the console. */
  function breakTheApi(): void {
    const functionName = 'test-sample-four:current';
    stage.apiGateway.define({
      name: 'test-sample',
      stage: 'other',
      apiKeys: [],
      routes: [
        { method: 'GET', path: '/things', functionName, apiKey: false },
        { method: 'POST', path: '/things', functionName: 'test-sample-four' },
        { method: 'DELETE', path: '/things', functionName },
        { method: 'GET', path: '/health', functionName },
      ],
    });
  }

  it('finds an unfinished rotation by the versions of the two passwords', async () => {
    const { kms, dynamodb } = connection;
    const credstash = createCredstash({
      kms,
      dynamodb,
      table: 'test-credstash',
      key: 'alias/test-credstash',
    });
    const [current, pending] = ['test/database/password', 'test/database/password.pending'];
    const passwords = async () => found(await examined()).filter((line) => line.startsWith('password: '));
    const [{ version: last } = { version: '' }] = await credstash.versions(pending);
    await credstash.put(current, 'now', { version: Number(last) });
    assert.deepEqual(await passwords(), []);
    await credstash.delete(current);
    assert.match((await passwords()).join(), /^password: \S+\.pending has version \d+, of a rotation/);
    await credstash.delete(pending);
    assert.deepEqual(await passwords(), [
      `password: ${current} is not in credstash: no function can reach the database`,
    ]);
  });

  it('asks for a key of links where there is a page for payers', async () => {
    const { kms, dynamodb } = connection;
    const location = { table: 'test-credstash', key: 'alias/test-credstash' };
    const credstash = createCredstash({ kms, dynamodb, ...location });
    const lines = async () => found(await examined()).filter((line) => line.startsWith('page-key: '));
    assert.deepEqual(await lines(), []);
    await credstash.delete('test/payer-page/key');
    assert.deepEqual(await lines(), [
      'page-key: test/payer-page/key is not in credstash: boletos have no links for their payers',
    ]);
    const { version } = await rotatePageKey(credstash, { name: 'test' });
    assert.equal(version, 1);
    assert.match(await credstash.get('test/payer-page/key'), /^[A-Za-z0-9]{64}$/);
    assert.deepEqual(await lines(), []);
  });

  it('finds a lock whose holder no longer renews it', async () => {
    const table = { dynamodb: connection.dynamodb, table: 'test-operations' };
    const lock = { ...table, environment: 'test', operation: 'deploy', holder: 'ana' } as const;
    const late = { ...systemClock, now: () => new Date(Date.now() + 3_600_000) };
    const locks = async (clock = systemClock) =>
      found(await examined(clock)).filter((line) => line.startsWith('locks: '));
    await withLock(lock, async () => {
      assert.deepEqual(await locks(), []);
      assert.match((await locks(late)).join(), /^locks: the lock of deploy was left behind by ana on /);
    });
    assert.deepEqual(await locks(late), []);
  });

  it('finds another master user of the database', async () => {
    const { project, environment } = await opened();
    const database = { ...environment.database, user: 'other' };
    const { checks } = await examine({ project, environment: { ...environment, database }, connection });
    const { findings = [] } = checks.find(({ check }) => check === 'database') ?? {};
    assert.deepEqual(findings, [
      {
        subject: 'test-sample',
        problem: 'has the master user sample; superbowleto.yml says other',
        fix: 'correct database.user in superbowleto.yml',
      },
    ]);
  });

  it('finds a release that never ended, when nobody holds the lock', async () => {
    const table = { dynamodb: connection.dynamodb, table: 'test-operations' };
    const lock = { ...table, environment: 'test', operation: 'deploy', holder: 'ana' } as const;
    const commit = 'c'.repeat(40);
    const release = { environment: 'test', ref: 'v1', commit, who: 'ana', host: 'laptop' };
    const openReleases = async () => found(await examined()).filter((line) => line.startsWith('releases: '));
    await withLock(lock, async () => {
      await recordRelease(table, { ...release, startedAt: '2026-11-29T12:00:00.000Z' });
      assert.deepEqual(await openReleases(), []);
    });
    assert.deepEqual(await openReleases(), [
      'releases: the deploy of v1 was begun by ana on laptop at 2026-11-29T12:00:00.000Z and never ended: its process is gone',
    ]);
  });

  it('names what does not exist', async () => {
    const { project, environment } = await opened();
    const elsewhere = {
      ...environment,
      bucket: 'no-bucket',
      operationsTable: 'no-operations',
      credstash: { table: 'no-secrets', key: 'alias/no-key' },
      database: { ...environment.database, identifier: 'no-database' },
    };
    const diagnosis = await examine({ project, environment: elsewhere, connection });
    const lines = found(diagnosis);
    for (const line of [
      'bucket: no-bucket is not there',
      'tables: no-secrets is not there',
      'tables: no-operations is not there',
      'key: alias/no-key is not there',
      'database: no-database is not in this account and region',
    ]) {
      assert.ok(lines.includes(line), `${line}\nis not in\n${lines.join('\n')}`);
    }
    stage.scheduler.define([]);
    const nowhere = { ...project, service: 'other' };
    const gone = found(await examine({ project: nowhere, environment, connection }));
    for (const line of [
      'routes: test-other is not there: API Gateway has no such API',
      'schedules: test-other-three is called by no schedule: EventBridge has no such rule',
    ]) {
      assert.ok(gone.includes(line), `${line}\nis not in\n${gone.join('\n')}`);
    }
    const states = new Map(diagnosis.checks.map(({ check, state }) => [check, state]));
    assert.equal(states.get('password'), 'unknown');
  });
});
