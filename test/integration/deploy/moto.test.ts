import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetAliasCommand, GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { type DeployResult, deploy, rollback } from '../../../src/deploy/index.js';
import { findLockHolder, listReleases } from '../../../src/operations/index.js';
import { type Connection, connect, loadProject, selectEnvironment } from '../../../src/project/index.js';
import { answering, projectFile } from '../../support/deploy-stage.js';
import { GitRepository } from '../../support/git-repository.js';
import { zipOf } from '../../support/lambda-stage.js';
import { MOTO_ACCOUNT, type Moto, missingPrograms, startMoto } from '../../support/moto.js';
import { skipBecause } from '../../support/skip.js';

const FUNCTIONS = ['one', 'two'];

/**
 * Moto is an AWS emulator of other authors. Where moto 5.2 differs from AWS: it ignores `RevisionId` when it moves an
 * alias, and `CodeSha256` when it publishes a version. It runs functions only with Docker, so that the project has no
 * smoke event. It keeps a checksum of S3 only when the algorithm is named, and never compares it. Its conditional writes
 * (S3's `If-None-Match`, DynamoDB's conditions) behave as those of AWS.
 */
describe('deploy against moto, with functions made by the aws command', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'sbw-moto-'));
  const repository = new GitRepository();
  let moto: Moto | undefined;
  let connection: Connection;

  before(async function () {
    const missing = missingPrograms();
    if (missing.length > 0) skipBecause(this, `there is no ${missing.join(' and no ')} here`);
    moto = await startMoto(folder);
    await provision(moto);
    const text = projectFile('/nowhere', undefined, { functions: FUNCTIONS, smoke: false })
      .replace('account: "000000000000"', `account: "${MOTO_ACCOUNT}"`)
      .replace('profile: superbowleto-local', 'profile: moto')
      .replace(/profile_file: .*/, `profile_file: ${moto.profileFile}`);
    repository.commit({ 'superbowleto.yml': text });
    connection = connect((await opened()).environment);
  });
  after(async () => {
    connection?.close();
    await moto?.stop();
    repository.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  async function provision({ aws }: Moto): Promise<void> {
    writeFileSync(join(folder, 'code.zip'), await zipOf({ 'index.js': answering('inert') }));
    const trust = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    });
    const words = (text: string) => aws(...text.split(' '));
    await Promise.all([
      aws('iam', 'create-role', '--role-name', 'service', '--assume-role-policy-document', trust),
      words('s3api create-bucket --bucket artifacts'),
      words(
        'dynamodb create-table --table-name operations --billing-mode PAY_PER_REQUEST' +
          ' --attribute-definitions AttributeName=pk,AttributeType=S AttributeName=sk,AttributeType=S' +
          ' --key-schema AttributeName=pk,KeyType=HASH AttributeName=sk,KeyType=RANGE',
      ),
    ]);
    const role = `arn:aws:iam::${MOTO_ACCOUNT}:role/service`;
    await Promise.all(
      FUNCTIONS.map(async (name) => {
        const which = `--function-name test-sample-${name}`;
        const made = `--runtime nodejs20.x --handler index.handler --zip-file fileb://code.zip --publish`;
        await words(`lambda create-function ${which} --role ${role} ${made}`);
        await words(`lambda create-alias ${which} --name current --function-version 1`);
      }),
    );
  }

  async function opened() {
    const project = await loadProject(join(repository.folder, 'superbowleto.yml'));
    return { project, environment: selectEnvironment(project) };
  }

  async function deployMain(clients = connection): Promise<DeployResult> {
    return await deploy({
      ...(await opened()),
      ref: 'main',
      clients,
      who: 'tester',
      cache: join(folder, 'cache'),
    });
  }

  /** Returns version and code of each alias. */
  const serving = () =>
    Promise.all(
      FUNCTIONS.map(async (name) => {
        const which = { FunctionName: `test-sample-${name}` };
        const { lambda } = connection;
        const { FunctionVersion } = await lambda.send(new GetAliasCommand({ ...which, Name: 'current' }));
        const command = new GetFunctionConfigurationCommand({ ...which, Qualifier: 'current' });
        return [FunctionVersion, (await lambda.send(command)).CodeSha256];
      }),
    );

  const statuses = ({ functions }: DeployResult) => functions.map(({ status }) => status);

  const table = () => ({ dynamodb: connection.dynamodb, table: 'operations' });

  it('releases a commit in every function, and changes nothing the second time', async () => {
    repository.commit({ 'src/index.js': answering('first') });
    const first = await deployMain();
    assert.deepEqual([first.state, statuses(first)], ['released', ['updated', 'updated']]);
    assert.deepEqual(
      await serving(),
      FUNCTIONS.map(() => ['2', first.artifact.sha256]),
    );
    const second = await deployMain();
    assert.deepEqual([second.state, statuses(second)], ['unchanged', ['unchanged', 'unchanged']]);
    assert.equal(await findLockHolder(table(), { environment: 'test', operation: 'deploy' }), undefined);
  });

  it('moves every alias back when one cannot be moved', async () => {
    const before = await serving();
    repository.commit({ 'src/index.js': answering('second') });
    const refusing = connect((await opened()).environment);
    refuseAliasOf(refusing, 'test-sample-two');
    const result = await deployMain(refusing);
    refusing.close();
    assert.deepEqual([result.state, statuses(result)], ['reverted', ['reverted', 'failed']]);
    assert.deepEqual(await serving(), before);
    assert.equal((await deployMain()).state, 'released');
  });

  it('rolls back to the release before', async () => {
    const [last, , first] = await listReleases(table(), 'test');
    assert.deepEqual([last?.state, first?.state], ['released', 'unchanged']);
    const { state, functions } = await rollback({ ...(await opened()), clients: connection, who: 'tester' });
    assert.equal(state, 'released');
    assert.deepEqual(
      functions.map(({ status, version }) => [status, version]),
      FUNCTIONS.map(() => ['updated', '2']),
    );
    assert.deepEqual(
      (await serving()).map(([version]) => version),
      FUNCTIONS.map(() => '2'),
    );
  });
});

/** Makes a connection fail to move one alias. Moto itself denies no access. */
function refuseAliasOf({ lambda }: Connection, deployedName: string): void {
  lambda.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName === 'UpdateAliasCommand' && Object(args.input).FunctionName === deployedName) {
          throw Object.assign(new Error('not allowed'), { name: 'AccessDeniedException' });
        }
        return await next(args);
      },
    { step: 'initialize' },
  );
}
