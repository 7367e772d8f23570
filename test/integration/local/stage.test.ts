import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createCredstash } from '../../../src/credstash/index.js';
import { freePort } from '../../../src/emulator/port.js';
import { clusterFolder, findRunAs } from '../../../src/emulator/postgres/run-as.js';
import { findStage, provision, resetStage, startStage, stopStage } from '../../../src/local/index.js';
import { stageClients } from '../../../src/local/provision/clients.js';
import { processStart } from '../../../src/process.js';
import { loadProject, selectEnvironment } from '../../../src/project/index.js';
import { startTestStage, type TestStage } from '../../support/stage.js';

const program = fileURLToPath(new URL('../../support/stage-process.ts', import.meta.url));

describe('the local stage', function () {
  this.timeout(60_000);
  let home: string;
  let port: number;
  const started: ChildProcess[] = [];
  const reported: string[] = [];

  before(async () => {
    home = mkdtempSync(join(tmpdir(), 'sbw-stage-'));
    port = await freePort();
  });
  afterEach(async () => {
    for (const child of started.splice(0)) child.kill('SIGKILL');
    await stopStage(home, () => undefined);
    reported.length = 0;
  });
  after(async () => {
    await resetStage(home, () => undefined);
    rmSync(home, { recursive: true, force: true });
  });

  interface Up {
    readonly child: ChildProcess;
    readonly api: { readonly url: string; readonly key: string };
    readonly database: { readonly port: number };
  }

  /** Starts and provisions a stage in a process of its own. */
  async function startProcess(): Promise<Up> {
    const child = spawn(process.execPath, ['--import', 'tsx', program, home, String(port)], {
      env: { ...process.env, SBW_HOME: home },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    started.push(child);
    const [line] = await once(createInterface(child.stdout), 'line');
    return { child, ...(JSON.parse(String(line)) as Omit<Up, 'child'>) };
  }

  const processes = (): { pid: number }[] =>
    JSON.parse(readFileSync(join(home, 'stage', 'processes.json'), 'utf8')) as { pid: number }[];
  const postmaster = () => {
    const folder = clusterFolder(join(home, 'stage', 'postgres'), findRunAs());
    return Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]);
  };

  async function callApi({ url, key }: Up['api']): Promise<number> {
    return (await fetch(`${url}/boletos`, { headers: { 'x-api-key': key } })).status;
  }

  it('is found and stopped by another process', async () => {
    const { child } = await startProcess();
    const found = findStage(home);
    assert.equal(found?.pid, child.pid);
    assert.equal(found?.endpoint, `http://127.0.0.1:${port}`);
    const parts = [postmaster(), ...processes().map(({ pid }) => pid)];
    const outcome = await stopStage(home, () => undefined);
    assert.deepEqual(outcome, {
      stopped: { pid: child.pid, endpoint: `http://127.0.0.1:${port}` },
      leftovers: false,
    });
    assert.equal(findStage(home), undefined);
    assert.deepEqual(
      parts.filter((pid) => processStart(pid) !== undefined),
      [],
    );
    assert.ok(!existsSync(join(home, 'aws-config')));
  });

  it('is not started twice, and not reset while it runs', async () => {
    const { child } = await startProcess();
    const options = { home, region: 'us-east-1', account: '000000000000', report: () => undefined };
    await assert.rejects(startStage(options), {
      code: 'STAGE_RUNNING',
      message: `The local stage runs at http://127.0.0.1:${port} already, by process ${child.pid}. What it offers: sbw local status. To end it: sbw local stop`,
    });
    await assert.rejects(
      resetStage(home, () => undefined),
      {
        message: `The local stage runs, as process ${child.pid}; nothing was deleted. Stop it first: sbw local stop`,
      },
    );
  });

  it('ends what a killed stage left, a frozen function too, and keeps its state', async () => {
    const { child, api, database } = await startProcess();
    // Without a deployment the function fails, and its environment is frozen.
    assert.equal(await callApi(api), 502);
    const functions = processes().map(({ pid }) => pid);
    assert.ok(functions.length > 0);
    const left = [postmaster(), ...functions];
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.equal(findStage(home), undefined);
    assert.deepEqual(
      left.filter((pid) => processStart(pid) === undefined),
      [],
    );

    const again = await startProcess();
    assert.deepEqual(
      left.filter((pid) => processStart(pid) !== undefined),
      [],
    );
    assert.deepEqual({ api: again.api, port: again.database.port }, { api, port: database.port });
    assert.equal(await callApi(again.api), 502);
  });

  it('leaves processes that stop ends when it is killed', async () => {
    const { child } = await startProcess();
    const left = postmaster();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const outcome = await stopStage(home, (line) => reported.push(line));
    assert.deepEqual(outcome, { stopped: undefined, leftovers: true });
    assert.equal(processStart(left), undefined);
    assert.ok(reported.includes('Ended the PostgreSQL that an earlier run left'));
  });

  it('loses all state in a reset', async () => {
    await startProcess();
    await stopStage(home, () => undefined);
    const cluster = clusterFolder(join(home, 'stage', 'postgres'), findRunAs());
    assert.equal(await resetStage(home, () => undefined), true);
    assert.ok(!existsSync(cluster));
    assert.deepEqual(
      readdirSync(join(home, 'stage')).filter((name) => !/^run\.\d+\.json$/.test(name)),
      [],
    );
    assert.equal(await resetStage(home, () => undefined), false);
  });

  it('refuses a busy port, and leaves nothing running', async () => {
    const stranger = createServer().listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    const { port: taken } = stranger.address() as { port: number };
    const options = { home, region: 'us-east-1', account: '000000000000', report: () => undefined };
    await assert.rejects(startStage({ ...options, port: taken }), {
      code: 'PORT_BUSY',
      exitCode: 2,
      message: `Another program listens on port ${taken}. Choose another by --port, or leave it out for a free one.`,
    });
    stranger.close();
    assert.equal(findStage(home), undefined);
    assert.throws(postmaster, { code: 'ENOENT' });
  });
});

describe('a provisioned stage', function () {
  this.timeout(60_000);
  let stage: TestStage;

  before(async () => {
    stage = await startTestStage();
  });
  after(() => stage?.remove());

  async function local() {
    const file = fileURLToPath(new URL('../../../superbowleto.yml', import.meta.url));
    const project = await loadProject(file, { variables: { SBW_HOME: stage.home } });
    return { project, environment: selectEnvironment(project, 'local') };
  }

  it('is the same after a second call', async () => {
    const { project, environment } = await local();
    const first = await provision(stage, project, environment);
    const second = await provision(stage, project, environment);
    assert.deepEqual(second, first);
    assert.equal(first.functions.length, 12);
    assert.equal(first.api.url, `${stage.endpoint}/local`);
  });

  it('has the first password of its database in credstash', async () => {
    const { project, environment } = await local();
    const { database } = await provision(stage, project, environment);
    const clients = stageClients(stage);
    const { kms, dynamodb } = clients;
    const credstash = createCredstash({ kms, dynamodb, ...environment.credstash });
    const password = await credstash.get('local/database/password');
    clients.close();
    const { default: pg } = await import('pg');
    const client = new pg.Client({ ...database, database: database.name, password });
    await client.connect();
    assert.deepEqual((await client.query('select current_user as me')).rows, [{ me: 'superbowleto' }]);
    await client.end();
  });

  it('maps a queue to the alias, with a dead-letter queue', async () => {
    const { ListEventSourceMappingsCommand } = await import('@aws-sdk/client-lambda');
    const { GetQueueAttributesCommand, GetQueueUrlCommand } = await import('@aws-sdk/client-sqs');
    const clients = stageClients(stage);
    const { EventSourceMappings } = await clients.lambda.send(new ListEventSourceMappingsCommand({}));
    const { QueueUrl } = await clients.sqs.send(
      new GetQueueUrlCommand({ QueueName: 'local-boletos-to-register' }),
    );
    const { Attributes } = await clients.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['RedrivePolicy', 'VisibilityTimeout'] }),
    );
    clients.close();
    assert.deepEqual(
      EventSourceMappings?.map(({ FunctionArn, EventSourceArn, FunctionResponseTypes }) => ({
        FunctionArn,
        EventSourceArn,
        FunctionResponseTypes,
      })),
      [
        {
          FunctionArn:
            'arn:aws:lambda:us-east-1:000000000000:function:local-superbowleto-register-boleto:current',
          EventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:local-boletos-to-register',
          FunctionResponseTypes: ['ReportBatchItemFailures'],
        },
      ],
    );
    assert.deepEqual(Attributes, {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:local-boletos-to-register-dead-letter',
        maxReceiveCount: 10,
      }),
      VisibilityTimeout: '180',
    });
  });

  it('keeps its keys in files that only their owner can read', () => {
    for (const file of ['aws-config', 'stage/identity.json', 'stage/provisioned.json']) {
      assert.equal(statSync(join(stage.home, file)).mode & 0o077, 0, file);
    }
    assert.equal(statSync(join(stage.home, 'stage')).mode & 0o077, 0);
  });
});
