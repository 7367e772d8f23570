import { cpSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import pg from 'pg';
import { createCredstash } from '../../src/credstash/index.js';
import { type DeployResult, deploy } from '../../src/deploy/index.js';
import { type Provisioned, provision } from '../../src/local/index.js';
import { type Connection, connect, loadProject, selectEnvironment } from '../../src/project/index.js';
import { testEnvironment } from './deploy-stage.js';
import { GitRepository } from './git-repository.js';
import { startTestStage, type TestStage } from './stage.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A repository with the service's own sources, and a stage. A test changes the sources and releases them. */
export interface ServiceReleases {
  readonly stage: TestStage;
  readonly repository: GitRepository;
  readonly connection: Connection;
  readonly api: Provisioned['api'];
  /** Lines that the last deploy reported. */
  readonly reported: string[];
  /** Commits all files of the repository and releases them, their migrations first. */
  release(): Promise<DeployResult>;
  /** Opens a client of the service's database. The caller ends it. */
  database(): Promise<pg.Client>;
  remove(): Promise<void>;
}

/** Starts both, before the first release. @param timeout seconds that migrate-database may take */
export async function startServiceReleases(timeout: number): Promise<ServiceReleases> {
  const repository = new GitRepository();
  for (const part of ['src', 'scripts', 'package.json', 'tsconfig.json']) {
    cpSync(join(root, part), join(repository.folder, part), { recursive: true });
  }
  const stage = await startTestStage();
  const file = projectFile(stage.home, timeout);
  repository.commit({ 'superbowleto.yml': file, '.gitignore': 'node_modules\n' });
  // The build needs it, here and in the clean tree of a deploy.
  symlinkSync(join(root, 'node_modules'), join(repository.folder, 'node_modules'));
  const project = await loadProject(join(repository.folder, 'superbowleto.yml'));
  const environment = selectEnvironment(project);
  const { api, database } = await provision(stage, project, environment);
  const connection = connect(environment);
  const { kms, dynamodb } = connection;
  const credstash = createCredstash({ kms, dynamodb, ...environment.credstash });
  const cache = join(stage.home, 'cache');
  const reported: string[] = [];

  return {
    stage,
    repository,
    connection,
    api,
    reported,
    async release() {
      reported.length = 0;
      const ref = repository.commit({});
      const report = (line: string) => reported.push(line);
      const clients = connection;
      return await deploy({ project, environment, ref, clients, cache, migrate: true, who: 'ana', report });
    },
    async database() {
      const password = await credstash.get('test/database/password');
      const { host, port, user, name } = database;
      const client = new pg.Client({ host, port, user, database: name, password });
      await client.connect();
      return client;
    },
    async remove() {
      connection.close();
      rmSync(join(repository.folder, 'node_modules'));
      repository.remove();
      await stage.remove();
    },
  };
}

function projectFile(home: string, timeout: number): string {
  const build = `ln -s ${join(root, 'node_modules')} node_modules && node scripts/build-service.js`;
  return `service: sample
default_environment: test
build: { type: command, command: ${JSON.stringify(build)}, output: build/service }
deploy: { type: lambda, s3_bucket: artifacts, region: us-east-1, smoke_event: { superbowleto: smoke } }
functions:
  create-boleto: { handler: create-boleto.handler, memory: 128, timeout: 10, trigger: { route: POST /boletos } }
  show-boleto: { handler: show-boleto.handler, memory: 128, timeout: 10, trigger: { route: "GET /boletos/{id}" } }
  migrate-database: { handler: migrate-database.handler, memory: 128, timeout: ${timeout}, trigger: none }
migrations: src/service/database/migrations
queues:
  boletos-to-register: { visibility_timeout: 60, delay: 0, max_receives: 10 }
${testEnvironment(home)}`;
}

/** Makes a client hold back every call of one command until `letGo`. `held` resolves at the first one. */
export function holdCall(lambda: LambdaClient, commandName: string) {
  let letGo = () => {};
  let reached = () => {};
  const release = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const held = new Promise<void>((resolve) => {
    reached = resolve;
  });
  lambda.middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName === commandName) {
        reached();
        await release;
      }
      return await next(args);
    },
    { step: 'initialize', name: 'hold', override: true },
  );
  return { held, letGo: () => letGo() };
}
