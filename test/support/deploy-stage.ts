import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  GetAliasCommand,
  InvokeCommand,
  type LambdaClient,
  PublishVersionCommand,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { type DeployOptions, type DeployResult, deploy } from '../../src/deploy/index.js';
import type { Call, Faults } from '../../src/local/index.js';
import { listReleases, type OperationsTable, type Release } from '../../src/operations/index.js';
import {
  type Connection,
  connect,
  loadProject,
  type Project,
  selectEnvironment,
} from '../../src/project/index.js';
import { GitRepository } from './git-repository.js';
import { ROLE, zipOf } from './lambda-stage.js';
import { createOperationsTable } from './operations-table.js';
import { startTestStage, type TestStage } from './stage.js';

/** One more than a deploy works on at once. */
export const FUNCTIONS = ['one', 'two', 'three', 'four', 'five', 'six'];

/** A small project in a git repository, and a stage with its functions, bucket and table. Nothing is released yet. */
export interface DeployStage {
  readonly stage: TestStage;
  readonly repository: GitRepository;
  readonly connection: Connection;
  /** Folder of the stage's own files. */
  readonly home: string;
  readonly cache: string;
  /** The table of the lock and the release log. */
  readonly table: OperationsTable;
  /** Lines that the last deploy reported. */
  readonly reported: string[];
  /** A test replaces it to make calls fail. */
  faults: Faults;
  project(): Promise<Project>;
  deploy(ref: string, options?: Partial<DeployOptions>): Promise<DeployResult>;
  /** Commits another answer for all functions. @returns the text that they answer once it is deployed */
  commitAnswer(): string;
  /** Returns what each function answers through its alias. */
  answers(): Promise<unknown[]>;
  /** Returns the version that each alias points at. */
  versions(): Promise<(string | undefined)[]>;
  /** Reads the release log, newest first; 20 releases when `limit` is left out. */
  releases(limit?: number): Promise<Release[]>;
  remove(): Promise<void>;
}

export interface DeployStageOptions {
  readonly functions?: readonly string[];
  /** Whether a deploy invokes each new version once. */
  readonly smoke?: boolean;
}

export async function startDeployStage(options: DeployStageOptions = {}): Promise<DeployStage> {
  const { functions = FUNCTIONS, smoke = true } = options;
  const folder = mkdtempSync(join(tmpdir(), 'sbw-deploy-test-'));
  const repository = new GitRepository();
  const reported: string[] = [];
  const mutable = { faults: (() => undefined) as Faults };
  const stage = await startTestStage({ faults: (call) => mutable.faults(call) });
  const file = projectFile(stage.home, BUILD, { functions, smoke });
  repository.commit({ 'superbowleto.yml': file, 'src/index.js': answering('first') });
  const project = () => loadProject(join(repository.folder, 'superbowleto.yml'));
  const environment = selectEnvironment(await project());
  const connection = connect(environment);
  const cache = join(folder, 'cache');
  await provision(connection, functions);
  const table = { dynamodb: connection.dynamodb, table: 'operations' };
  let answers = 0;

  return Object.assign(mutable, {
    stage,
    home: stage.home,
    repository,
    connection,
    cache,
    table,
    reported,
    project,
    deploy: async (ref: string, options: Partial<DeployOptions> = {}) => {
      reported.length = 0;
      const loaded = await project();
      return await deploy({
        project: loaded,
        environment: selectEnvironment(loaded),
        ref,
        clients: connection,
        who: 'tester',
        cache,
        report: (line) => reported.push(line),
        ...options,
      });
    },
    commitAnswer: () => {
      answers += 1;
      repository.commit({ 'src/index.js': answering(`answer ${answers}`) });
      return `answer ${answers}`;
    },
    answers: () => Promise.all(functions.map((name) => answerOf(connection, name))),
    versions: () => Promise.all(functions.map((name) => versionOf(connection, name))),
    releases: (limit = 20) => listReleases(table, 'test', { limit }),
    remove: async () => {
      connection.close();
      repository.remove();
      rmSync(folder, { recursive: true, force: true });
      await stage.remove();
    },
  });
}

/** Returns the source of a function that answers `text`. */
export function answering(text: string): string {
  return `exports.handler = async () => ${JSON.stringify(text)};\n`;
}

/** Returns whether a call moves an alias: of the function `name`, or of any function when it is left out. */
export function isAliasMove({ method, path }: Call, name?: string): boolean {
  const end = name === undefined ? '' : `/functions/test-sample-${name}`;
  return method === 'PUT' && path.endsWith(`${end}/aliases/current`);
}

/** The fault of a call that the caller may not make. */
export const ACCESS_DENIED = { type: 'error', code: 'AccessDeniedException', status: 403 } as const;

const BUILD = 'mkdir -p out && cp src/*.js out/';

/** Returns the text of a project file for the stage whose home is `home`. */
export function projectFile(
  home: string,
  build = BUILD,
  { functions = FUNCTIONS, smoke = true }: DeployStageOptions = {},
): string {
  const definitions = functions.map(
    (name) => `  ${name}: { handler: index.handler, memory: 128, timeout: 3, trigger: none }`,
  );
  const smokeEvent = smoke ? ', smoke_event: { smoke: true }' : '';
  return `service: sample
default_environment: test
build: { type: command, command: ${JSON.stringify(build)}, output: out }
deploy: { type: lambda, s3_bucket: artifacts, region: us-east-1${smokeEvent} }
functions:
${definitions.join('\n')}
${testEnvironment(home)}`;
}

/** Returns the part of a project file that defines the environment `test`, on the stage whose home is `home`. */
export function testEnvironment(home: string): string {
  return `environment:
  test:
    account: "000000000000"
    profile: superbowleto-local
    profile_file: ${home}/aws-config
    credstash: { table: secrets, key: alias/secrets }
    operations_table: operations
    database: { instance: sample, name: sample, user: sample }
`;
}

async function provision({ lambda, s3, dynamodb }: Connection, functions: readonly string[]): Promise<void> {
  await s3.send(new CreateBucketCommand({ Bucket: 'artifacts' }));
  await createOperationsTable(dynamodb, 'operations');
  const zip = await zipOf({ 'index.js': answering('inert') });
  await Promise.all(functions.map((name) => createFunction(lambda, `test-sample-${name}`, zip)));
}

async function createFunction(lambda: LambdaClient, FunctionName: string, zip: Buffer): Promise<void> {
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Role: ROLE,
      Runtime: 'nodejs20.x',
      Handler: 'index.handler',
      Code: { ZipFile: zip },
    }),
  );
  await waitUntilFunctionActiveV2(
    { client: lambda, maxWaitTime: 10, minDelay: 0.05, maxDelay: 0.1 },
    { FunctionName },
  );
  const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName }));
  await lambda.send(new CreateAliasCommand({ FunctionName, Name: 'current', FunctionVersion: Version }));
}

async function answerOf({ lambda }: Connection, name: string): Promise<unknown> {
  const command = new InvokeCommand({ FunctionName: `test-sample-${name}`, Qualifier: 'current' });
  const { Payload } = await lambda.send(command);
  return JSON.parse(Payload?.transformToString() ?? 'null');
}

async function versionOf({ lambda }: Connection, name: string): Promise<string | undefined> {
  const command = new GetAliasCommand({ FunctionName: `test-sample-${name}`, Name: 'current' });
  return (await lambda.send(command)).FunctionVersion;
}
