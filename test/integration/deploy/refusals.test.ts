import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteAliasCommand, GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { selectEnvironment } from '../../../src/project/index.js';
import {
  answering,
  type DeployStage,
  FUNCTIONS,
  projectFile,
  startDeployStage,
} from '../../support/deploy-stage.js';

/** Everything that ends a deploy before anything is changed. */
describe('deploy when it refuses', () => {
  let stage: DeployStage;

  before(async () => {
    stage = await startDeployStage();
  });
  after(() => stage?.remove());
  afterEach(() => {
    stage.repository.git('reset', '--quiet', '--hard', 'main');
  });

  /** Checks that the deploy ends with this error, and that no function, alias or bucket has changed. */
  async function assertRefused(deploying: Promise<unknown>, code: string, text: string): Promise<void> {
    await assert.rejects(deploying, (error: Error & { code?: string }) => {
      assert.equal(error.code, code);
      assert.equal(error.message, text);
      return true;
    });
    assert.deepEqual(
      await stage.versions(),
      FUNCTIONS.map(() => '1'),
    );
    const { lambda, s3 } = stage.connection;
    for (const name of FUNCTIONS) {
      const FunctionName = `test-sample-${name}`;
      const latest = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      const first = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName, Qualifier: '1' }));
      assert.equal(latest.CodeSha256, first.CodeSha256);
    }
    assert.equal((await s3.send(new ListObjectsV2Command({ Bucket: 'artifacts' }))).KeyCount ?? 0, 0);
  }

  /** Commits a change on a new branch, and leaves the working tree as it was. */
  function branch(name: string, files: Record<string, string>): string {
    stage.repository.git('checkout', '--quiet', '-B', name, 'main');
    const commit = stage.repository.commit(files);
    stage.repository.git('checkout', '--quiet', 'main');
    return commit;
  }

  it('names the ref that is unknown, and a similar one', async () => {
    await assertRefused(
      stage.deploy('mian'),
      'UNKNOWN_REF',
      `There is no branch, tag or commit "mian" in ${stage.repository.folder}; did you mean main?`,
    );
  });

  it('reports how a build failed, with the last lines of its output', async () => {
    const command = 'echo compiling && echo "src/index.js: cannot be read" >&2 && exit 7';
    branch('broken', { 'superbowleto.yml': projectFile(stage.home, command) });
    stage.repository.write({ 'superbowleto.yml': projectFile(stage.home, command) });
    await assertRefused(
      stage.deploy('broken'),
      'BUILD_FAILED',
      `The build failed, and nothing was deployed: "${command}" ended with code 7. Its last lines:\n` +
        '  compiling\n  src/index.js: cannot be read',
    );
  });

  it('says that the build did not write the output folder', async () => {
    stage.repository.write({ 'superbowleto.yml': projectFile(stage.home, 'true') });
    await assertRefused(
      stage.deploy('main'),
      'BUILD_FAILED',
      'The build left no folder out, and nothing was deployed. Set build.output to where "true" writes.',
    );
  });

  it('names the function whose handler the build did not make', async () => {
    const file = projectFile(stage.home).replace('two: { handler: index', 'two: { handler: lib/two');
    stage.repository.write({ 'superbowleto.yml': file });
    await assertRefused(
      stage.deploy('main'),
      'HANDLER_MISSING',
      'The build made no file for the handler of two (lib/two.*), and nothing was deployed. See functions.<name>.handler in superbowleto.yml.',
    );
  });

  it('names everything that is missing in one error', async () => {
    const file = projectFile(stage.home)
      .replace('s3_bucket: artifacts', 's3_bucket: no-such-bucket')
      .replace(
        '\nenvironment:',
        '\n  seven: { handler: index.handler, memory: 128, timeout: 3, trigger: none }\n  eight: { handler: index.handler, memory: 128, timeout: 3, trigger: none }\nenvironment:',
      );
    stage.repository.write({ 'superbowleto.yml': file });
    await assertRefused(
      stage.deploy('main'),
      'NOT_READY',
      'Environment test (account 000000000000, us-east-1) is not ready, and nothing was changed:\n' +
        '  there is no bucket no-such-bucket; the infrastructure makes it\n' +
        '  there is no function test-sample-seven; the infrastructure makes it\n' +
        '  there is no function test-sample-eight; the infrastructure makes it',
    );
  });

  it('says that the credentials are of another account', async () => {
    const project = await stage.project();
    const environment = { ...selectEnvironment(project), account: '123456789012' };
    await assert.rejects(stage.deploy('main', { environment }), {
      code: 'WRONG_ACCOUNT',
      message:
        /^Environment test is account 123456789012, but the AWS keys at hand are of 000000000000 \(arn:.*\)\. Nothing was changed\.$/,
    });
  });

  it('says that the operations table is missing', async () => {
    const project = await stage.project();
    const environment = { ...selectEnvironment(project), operationsTable: 'no-such-table' };
    await assertRefused(
      stage.deploy('main', { environment }),
      'OPERATIONS_TABLE_MISSING',
      'There is no DynamoDB table no-such-table, which holds the lock and the release log. The infrastructure makes it; see operations_table in superbowleto.yml.',
    );
  });

  it('gives a build no AWS variables, and the tree of the commit alone', async () => {
    const seen = join(stage.cache, 'seen');
    const command = `mkdir -p out && cp src/*.js out/ && { env; git status --porcelain; git rev-parse HEAD; } > ${seen} && exit 1`;
    stage.repository.write({
      'superbowleto.yml': projectFile(stage.home, command),
      'src/dirty.js': '',
    });
    process.env.AWS_SECRET_ACCESS_KEY = 'a-secret-of-the-test';
    try {
      await assert.rejects(stage.deploy('main'), { code: 'BUILD_FAILED' });
    } finally {
      delete process.env.AWS_SECRET_ACCESS_KEY;
      stage.repository.git('clean', '--quiet', '-df');
    }
    assert.ok(existsSync(seen));
    const text = readFileSync(seen, 'utf8');
    assert.doesNotMatch(text, /AWS_|a-secret-of-the-test/);
    assert.doesNotMatch(text, /dirty/);
    assert.ok(text.endsWith(`?? out/\n${stage.repository.git('rev-parse', 'main')}\n`), text.slice(-200));
  });

  it('names the function that has no alias', async () => {
    const { lambda } = stage.connection;
    branch('other', { 'src/index.js': answering('other') });
    await lambda.send(new DeleteAliasCommand({ FunctionName: 'test-sample-two', Name: 'current' }));
    await assert.rejects(stage.deploy('other'), {
      code: 'NOT_READY',
      message:
        'Environment test (account 000000000000, us-east-1) is not ready: function test-sample-two has no alias current; the infrastructure makes it. Nothing was changed.',
    });
  });
});
