import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  type LambdaClient,
  PublishVersionCommand,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { type Connection, connect, loadProject, selectEnvironment } from '../../src/project/index.js';
import { GitRepository } from '../../test/support/git-repository.js';
import { ROLE, zipOf } from '../../test/support/lambda-stage.js';
import { createOperationsTable } from '../../test/support/operations-table.js';
import { startTestStage, type TestStage } from '../../test/support/stage.js';

/** A stage, and a project with one environment of one function and one of seven. The peers have a function of their own. */
export interface BenchStage {
  readonly stage: TestStage;
  readonly repository: GitRepository;
  readonly cache: string;
  /** Commits new code for every function. */
  change(round: number): void;
  remove(): Promise<void>;
}

export const ENVIRONMENTS = { one: 1, seven: 7 } as const;
export const PEER_FUNCTION = 'peer-sample-f1';
export const PEER_BUCKET = 'peer-artifacts';

export async function startBenchStage(): Promise<BenchStage> {
  const cache = mkdtempSync(join(tmpdir(), 'bench-deploy-cache-'));
  const repository = new GitRepository();
  const stage = await startTestStage();
  repository.write({
    'superbowleto.yml': projectFile(stage.home),
    'package.json': JSON.stringify({ name: 'sample', version: '1.0.0', files: ['index.js', 'payload.js'] }),
    'claudia.json': JSON.stringify({
      lambda: { name: PEER_FUNCTION, role: 'service', region: stage.client.region },
    }),
    'payload.js': payload(),
  });
  const change = (round: number) =>
    void repository.commit({
      'index.js': `const { lines } = require('./payload.js');\nexports.handler = async () => ({ round: ${round}, lines: lines.length });\n`,
    });
  change(-1);
  await provision(repository);
  return {
    stage,
    repository,
    cache,
    change,
    remove: async () => {
      repository.remove();
      rmSync(cache, { recursive: true, force: true });
      await stage.remove();
    },
  };
}

/** Returns a module of about 260 kB when zipped, like the service's own bundle. */
function payload(): string {
  const lines = Array.from({ length: 6_200 }, (_, line) =>
    createHash('sha256').update(String(line)).digest('base64'),
  );
  return `exports.lines = ${JSON.stringify(lines, undefined, 1)};\n`;
}

const functionNames = (count: number) => Array.from({ length: count }, (_, index) => `f${index + 1}`);

function projectFile(home: string): string {
  const functions = functionNames(ENVIRONMENTS.seven).map(
    (name) => `  ${name}: { handler: index.handler, memory: 128, timeout: 3, trigger: none }`,
  );
  const environments = Object.entries(ENVIRONMENTS).map(
    ([name, count]) => `  ${name}:
    account: "000000000000"
    profile: superbowleto-local
    profile_file: ${home}/aws-config
    s3_bucket: ${name}-artifacts
    functions: [${functionNames(count).join(', ')}]
    credstash: { table: secrets, key: alias/secrets }
    operations_table: operations
    database: { instance: sample, name: sample, user: sample }`,
  );
  return `service: sample
default_environment: one
build: { type: command, command: "mkdir -p out && cp index.js payload.js out/", output: out }
deploy: { type: lambda, region: us-east-1 }
functions:
${functions.join('\n')}
environment:
${environments.join('\n')}
`;
}

async function provision(repository: GitRepository): Promise<void> {
  const project = await loadProject(join(repository.folder, 'superbowleto.yml'));
  const connection = connect(selectEnvironment(project));
  const names = Object.entries(ENVIRONMENTS).flatMap(([environment, count]) =>
    functionNames(count).map((name) => `${environment}-sample-${name}`),
  );
  await createOperationsTable(connection.dynamodb, 'operations');
  await createBuckets(connection);
  const zip = await zipOf({ 'index.js': 'exports.handler = async () => null;' });
  await Promise.all([...names, PEER_FUNCTION].map((name) => createFunction(connection.lambda, name, zip)));
  connection.close();
}

async function createBuckets({ s3 }: Connection): Promise<void> {
  const buckets = [...Object.keys(ENVIRONMENTS).map((name) => `${name}-artifacts`), PEER_BUCKET];
  for (const Bucket of buckets) await s3.send(new CreateBucketCommand({ Bucket }));
}

async function createFunction(client: LambdaClient, FunctionName: string, zip: Buffer): Promise<void> {
  const settings = { Role: ROLE, Runtime: 'nodejs20.x', Handler: 'index.handler', Timeout: 3 } as const;
  await client.send(new CreateFunctionCommand({ ...settings, FunctionName, Code: { ZipFile: zip } }));
  await waitUntilFunctionActiveV2(
    { client, maxWaitTime: 30, minDelay: 0.05, maxDelay: 0.1 },
    { FunctionName },
  );
  const { Version } = await client.send(new PublishVersionCommand({ FunctionName }));
  await client.send(new CreateAliasCommand({ FunctionName, Name: 'current', FunctionVersion: Version }));
}
