import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import pg from 'pg';
import { administer } from '../../../../src/administration/index.js';
import { type DeployOptions, type DeployResult, deploy } from '../../../../src/deploy/index.js';
import { type Faults, type Provisioned, provision } from '../../../../src/local/index.js';
import {
  administerFunction,
  type Connection,
  connect,
  deployedName,
  type Environment,
  loadProject,
  type Project,
  selectEnvironment,
} from '../../../../src/project/index.js';
import { rotatePageKey, rotationTarget } from '../../../../src/rotation/index.js';
import { GitRepository } from '../../../support/git-repository.js';
import { startTestStage, type TestStage } from '../../../support/stage.js';
import { PROJECT } from '../support/terraform.js';
import { Recording } from './recording.js';

/** The whole service on a local stage, with every function of the artifact. It records the calls to AWS. */
export interface RecordedStage {
  readonly stage: TestStage;
  readonly project: Project;
  readonly environment: Environment;
  readonly connection: Connection;
  readonly recording: Recording;
  readonly cache: string;
  readonly repository: GitRepository;
  readonly ownerQueue: string;
  /** Replaced to make calls fail. */
  faults: Faults;
  deploy(options?: Partial<DeployOptions>): Promise<DeployResult>;
  /** @throws Error if the function fails */
  invoke(name: string, event?: unknown): Promise<unknown>;
  /** @throws Error for a status other than 2xx */
  request(route: string, body?: unknown): Promise<Record<string, unknown>>;
  /** Runs SQL as the database's master user. */
  sql(text: string, password: string): Promise<void>;
  remove(): Promise<void>;
}

/** The environment whose names the stage gets. The policies are written for live and sandbox. */
export const ENVIRONMENT = 'sandbox';

/** Builds the service, and starts it as `sbw local start` does, but with the names of `sandbox`. */
export async function startRecordedStage(): Promise<RecordedStage> {
  const folder = mkdtempSync(join(tmpdir(), 'sbw-policies-'));
  execFileSync(process.execPath, ['scripts/build-service.js'], { cwd: PROJECT });
  cpSync(join(PROJECT, 'build/service'), join(folder, 'service'), { recursive: true });
  const recording = new Recording();
  const mutable = { faults: (() => undefined) as Faults };
  const stage = await startTestStage({
    faults: (call) => {
      recording.faults(call);
      return mutable.faults(call);
    },
  });
  const repository = new GitRepository();
  repository.commit({ 'superbowleto.yml': projectFile(stage.home, join(folder, 'service')) });
  const project = await loadProject(join(repository.folder, 'superbowleto.yml'));
  const environment = selectEnvironment(project);
  const connection = connect(environment);
  const { api, database } = await provision(stage, project, environment);
  await prepareFunctions(project, environment, connection);
  // Before any function runs, so that a link of the first key is one of an older key.
  await rotatePageKey(rotationTarget(project, environment, connection).credstash, environment);
  const owner = await connection.sqs.send(new CreateQueueCommand({ QueueName: 'shop' }));
  recording.watch(connection);
  const cache = join(folder, 'cache');

  return Object.assign(mutable, {
    stage,
    project,
    environment,
    connection,
    recording,
    cache,
    repository,
    ownerQueue: owner.QueueUrl ?? '',
    async deploy(options = {}) {
      const released = { project, environment, ref: 'HEAD', clients: connection, cache, migrate: true };
      const result = await deploy({ ...released, ...options });
      await bindKey(project, environment, connection, api);
      return result;
    },
    invoke: (name: string, event: unknown = {}) =>
      invoke(connection, deployedName(project, environment, name), event),
    request: (route: string, body?: unknown) => request(api, route, body),
    async sql(text: string, password: string) {
      const { host, port, name, user } = database;
      const client = new pg.Client({ host, port, database: name, user, password });
      await client.connect();
      await client.query(text);
      await client.end();
    },
    async remove() {
      connection.close();
      repository.remove();
      await stage.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  });
}

/**
 * Returns superbowleto.yml with the optional function rotate-password, with a copy as its build, and with `sandbox` on the
 * stage.
 */
function projectFile(home: string, built: string): string {
  const text = readFileSync(join(PROJECT, 'superbowleto.yml'), 'utf8');
  const before = text.slice(0, text.indexOf('\nenvironment:'));
  const rotation =
    'functions:\n  rotate-password: { handler: rotate-password.handler, memory: 512, timeout: 900, trigger: { schedule: rate(30 days) } }';
  return `${before
    .replace('default_environment: local', `default_environment: ${ENVIRONMENT}`)
    .replace(/^functions:$/m, rotation)
    .replace(/^ {2}install: .*$/m, '')
    .replace(/^ {2}command: .*$/m, `  command: mkdir -p build && cp -r ${built} build/service`)}
environment:
  ${ENVIRONMENT}:
    account: "000000000000"
    region: us-east-1
    profile: superbowleto-local
    profile_file: ${home}/aws-config
    s3_bucket: ${ENVIRONMENT}-superbowleto-artifacts
    credstash: { table: ${ENVIRONMENT}-credstash, key: alias/${ENVIRONMENT}-credstash }
    operations_table: ${ENVIRONMENT}-superbowleto-operations
    database: { instance: ${ENVIRONMENT}-superbowleto, name: superbowleto, user: superbowleto }
    simulators: [bradesco, boleto-api]
`;
}

/**
 * Sets the variables that Terraform sets for rotate-password only. Disables the queue's event source, so that a test
 * decides which messages are processed.
 */
async function prepareFunctions(
  project: Project,
  environment: Environment,
  { lambda }: Connection,
): Promise<void> {
  const FunctionName = deployedName(project, environment, 'rotate-password');
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const { credstash, database } = environment;
  const own = { CREDSTASH_KEY: credstash.key, DATABASE_INSTANCE: database.identifier };
  const Variables = { ...Environment?.Variables, ...own };
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
  const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({}));
  for (const { UUID } of EventSourceMappings)
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
}

async function bindKey(
  project: Project,
  environment: Environment,
  { lambda }: Connection,
  { keyId }: Provisioned['api'],
): Promise<void> {
  const target = { lambda, ...administerFunction(project, environment) };
  const { tenants } = await administer(target, 'tenant.list', {});
  if (tenants.some(({ api_key_ids }) => api_key_ids.includes(keyId))) return;
  await administer(target, 'tenant.add-key', { tenant: 'default', api_key_id: keyId });
}

async function invoke({ lambda }: Connection, name: string, event: unknown): Promise<unknown> {
  const { Payload, FunctionError } = await lambda.send(
    new InvokeCommand({
      FunctionName: name,
      Qualifier: 'current',
      Payload: Buffer.from(JSON.stringify(event)),
    }),
  );
  const text = Buffer.from(Payload ?? []).toString();
  if (FunctionError) throw new Error(`${name}: ${text}`);
  return JSON.parse(text || 'null');
}

async function request(
  { url, key }: Provisioned['api'],
  route: string,
  body?: unknown,
): Promise<Record<string, unknown>> {
  const [method = '', path] = route.split(' ');
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${route} answers ${response.status}: ${text}`);
  return text.startsWith('{') ? JSON.parse(text) : { text };
}
