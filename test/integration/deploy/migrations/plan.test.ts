import assert from 'node:assert/strict';
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  PublishVersionCommand,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { planRelease } from '../../../../src/deploy/index.js';
import { selectEnvironment } from '../../../../src/project/index.js';
import { type DeployStage, projectFile, startDeployStage } from '../../../support/deploy-stage.js';
import { ROLE, zipOf } from '../../../support/lambda-stage.js';

const NAME = 'migrate-database';
const BUILD = 'mkdir -p out && cp src/* out/';

/** The deployed function `migrate-database` says what is applied; the artifact lists its migrations. */
describe('planRelease for migrations', () => {
  let stage: DeployStage;

  before(async () => {
    stage = await startDeployStage();
    await createFunction();
    const file = projectFile(stage.home, BUILD).replace(
      '\nenvironment:',
      `\n  ${NAME}: { handler: migrate.handler, memory: 128, timeout: 3, trigger: none }\nenvironment:`,
    );
    const state = (name: string, appliedAt: string | null) => ({
      name,
      status: appliedAt === null ? 'pending' : 'applied',
      appliedAt,
    });
    const answer = {
      ok: true,
      command: 'status',
      applied: [],
      reverted: [],
      migrations: [state('1-create', '2026-01-01T00:00:00.000Z'), state('2-widen', null)],
    };
    const migrate = `exports.handler = async () => (${JSON.stringify(answer)});\n`;
    stage.repository.commit({ 'superbowleto.yml': file, 'src/migrate.js': migrate });
  });
  after(() => stage?.remove());

  async function createFunction(): Promise<void> {
    const { lambda } = stage.connection;
    const FunctionName = `test-sample-${NAME}`;
    const ZipFile = await zipOf({ 'index.js': 'exports.handler = async () => "inert";\n' });
    const settings = { Role: ROLE, Runtime: 'nodejs20.x', Handler: 'index.handler' } as const;
    await lambda.send(new CreateFunctionCommand({ FunctionName, ...settings, Code: { ZipFile } }));
    await waitUntilFunctionActiveV2(
      { client: lambda, maxWaitTime: 10, minDelay: 0.05, maxDelay: 0.1 },
      { FunctionName },
    );
    const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName }));
    await lambda.send(new CreateAliasCommand({ FunctionName, Name: 'current', FunctionVersion: Version }));
  }

  async function plan() {
    const project = await stage.project();
    const environment = selectEnvironment(project);
    const { connection: clients, cache } = stage;
    return (await planRelease({ project, environment, ref: 'main', clients, cache })).plan;
  }

  it('says before the first deploy that no function can say what is applied', async () => {
    assert.deepEqual((await plan()).migrations, {
      pending: null,
      missing: null,
      unknown: [
        `Which migrations are applied is not known: test-sample-${NAME} did not answer as a migrate-database function does. Deploy a release that fits this sbw.`,
      ],
    });
  });

  it('uses those of the release in service when the artifact has no list', async () => {
    await stage.deploy('main');
    assert.deepEqual((await plan()).migrations, {
      pending: ['2-widen'],
      missing: null,
      unknown: [
        'Which migrations the new release has is not known: its artifact has no migrations.json. These are of the release in service.',
      ],
    });
  });

  it('compares the applied ones with those of the new release', async () => {
    const names = ['1-create', '2-widen', '3-index'];
    stage.repository.commit({ 'src/migrations.json': JSON.stringify(names) });
    assert.deepEqual((await plan()).migrations, {
      pending: ['2-widen', '3-index'],
      missing: [],
      unknown: [],
    });
  });

  it('warns when the database has migrations that the new release lacks', async () => {
    stage.repository.commit({ 'src/migrations.json': '["2-widen"]' });
    const { migrations, warnings } = await plan();
    assert.deepEqual(migrations, { pending: ['2-widen'], missing: ['1-create'], unknown: [] });
    assert.deepEqual(warnings, ['The database has migrations that main lacks: 1-create.']);
  });

  it('refuses a migrations.json that is not a list of names', async () => {
    stage.repository.commit({ 'src/migrations.json': '{"1-create": true}' });
    await assert.rejects(plan(), {
      code: 'MIGRATIONS_FILE_INVALID',
      message:
        'migrations.json of what the build made is no JSON list of names, and nothing was deployed. Let the build write one, or none.',
    });
  });
});
