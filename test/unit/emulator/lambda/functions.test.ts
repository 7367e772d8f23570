import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { ARN, FUNCTIONS, LambdaApi, zipOf } from './lambda-api.js';

const sha256 = async (text: string) =>
  createHash('sha256')
    .update(await zipOf(text))
    .digest('base64');

describe("functions of the emulator's Lambda", () => {
  let lambda: LambdaApi;
  beforeEach(() => {
    lambda = new LambdaApi();
  });
  afterEach(() => lambda.stop());
  const invalid = (message: string) => ({ code: 'InvalidParameterValueException', status: 400, message });

  it('are pending until they are created, and in progress until they are updated', async () => {
    const created = await lambda.create('f');
    const pending = {
      State: 'Pending',
      StateReason: 'The function is being created.',
      StateReasonCode: 'Creating',
    };
    const { State, StateReason, StateReasonCode, FunctionArn, Version, SnapStart, PackageType } = created;
    assert.deepEqual({ State, StateReason, StateReasonCode }, pending);
    assert.deepEqual([FunctionArn, Version, PackageType], [ARN, '$LATEST', 'Zip']);
    assert.deepEqual(SnapStart, { ApplyOn: 'None', OptimizationStatus: 'Off' });
    assert.deepEqual(
      [created.CodeSha256, created.CodeSize],
      [await sha256('one'), (await zipOf('one')).length],
    );
    const active = await lambda.get(`${FUNCTIONS}/f/configuration`);
    assert.deepEqual([active.State, active.LastUpdateStatus], ['Active', 'Successful']);
    assert.deepEqual([active.VpcConfig, active.Environment], [undefined, undefined]);
    const [, updated] = await lambda.call('PUT', `${FUNCTIONS}/f/configuration`, {
      Timeout: 9,
      Environment: { Variables: { AB: 'b' } },
      VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
    });
    assert.deepEqual(
      [
        updated.State,
        updated.LastUpdateStatus,
        updated.LastUpdateStatusReason,
        updated.LastUpdateStatusReasonCode,
      ],
      ['Active', 'InProgress', 'The function is being created.', 'Creating'],
    );
    assert.deepEqual([updated.Timeout, updated.Environment], [9, { Variables: { AB: 'b' } }]);
    assert.equal(updated.VpcConfig.VpcId, 'vpc-00000000');
  });

  it('have no VPC when they have no subnet', async () => {
    const { VpcConfig } = await lambda.create('f', 'one', {
      VpcConfig: { SubnetIds: [], SecurityGroupIds: [] },
    });
    assert.equal(VpcConfig?.VpcId ?? '', '');
  });

  it('refuse changes while one is under way, and of another revision', async () => {
    await lambda.create('f');
    const change = (more: object = {}) =>
      lambda.call('PUT', `${FUNCTIONS}/f/configuration`, { Timeout: 9, ...more });
    await assert.rejects(change({ RevisionId: 'other' }), {
      code: 'PreconditionFailedException',
      status: 412,
    });
    const { RevisionId } = await lambda.get(`${FUNCTIONS}/f/configuration`);
    await change({ RevisionId });
    await assert.rejects(change(), { code: 'ResourceConflictException', status: 409 });
    const ZipFile = (await zipOf('two')).toString('base64');
    await assert.rejects(lambda.call('PUT', `${FUNCTIONS}/f/code`, { ZipFile }), {
      code: 'ResourceConflictException',
    });
  });

  it('exist once', async () => {
    await lambda.create('f');
    await assert.rejects(lambda.create('f'), {
      code: 'ResourceConflictException',
      message: 'Function already exist: f',
    });
  });

  it('are looked for before their code is', async () => {
    await lambda.create('f');
    await assert.rejects(lambda.create('f', '', { Code: {} }), { code: 'ResourceConflictException' });
    const other = lambda.call('PUT', `${FUNCTIONS}/f/code`, { RevisionId: 'other' });
    await assert.rejects(other, { code: 'PreconditionFailedException' });
  });

  it('are created from an object of S3, and published at once if asked for', async () => {
    lambda.objects.set('artifacts/a.zip', await zipOf('two'));
    const Code = { S3Bucket: 'artifacts', S3Key: 'a.zip' };
    const { Version, FunctionArn, CodeSha256 } = await lambda.create('f', '', { Code, Publish: true });
    assert.deepEqual([Version, FunctionArn, CodeSha256], ['1', `${ARN}:1`, await sha256('two')]);
  });

  it('refuse code that cannot be read', async () => {
    const create = (Code: object) => lambda.create('f', '', { Code });
    const noSource = invalid('Please provide a source for function code.');
    for (const code of [{}, { S3Bucket: 'artifacts' }, { S3Key: 'a.zip' }])
      await assert.rejects(create(code), noSource);
    await assert.rejects(
      create({ S3Bucket: 'artifacts', S3Key: 'none.zip' }),
      invalid(
        'Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.',
      ),
    );
  });

  it('keep their code in a dry run', async () => {
    await lambda.create('f');
    const ZipFile = (await zipOf('two')).toString('base64');
    const [status, dry] = await lambda.call('PUT', `${FUNCTIONS}/f/code`, { ZipFile, DryRun: true });
    assert.deepEqual([status, dry.CodeSha256, dry.State], [200, await sha256('two'), 'Active']);
    assert.equal((await lambda.get(`${FUNCTIONS}/f/configuration`)).CodeSha256, await sha256('one'));
  });

  it('have another code after an update, and another architecture if asked for', async () => {
    await lambda.create('f');
    const ZipFile = (await zipOf('two')).toString('base64');
    const [status, updated] = await lambda.call('PUT', `${FUNCTIONS}/f/code`, {
      ZipFile,
      Architectures: ['arm64'],
    });
    assert.deepEqual(
      [status, updated.Version, updated.CodeSha256, updated.Architectures],
      [200, '$LATEST', await sha256('two'), ['arm64']],
    );
    await lambda.settle();
    assert.equal(await lambda.publish('three'), '1');
    assert.deepEqual((await lambda.get(`${FUNCTIONS}/f/configuration`)).Architectures, ['arm64']);
  });

  it('are described with their tags and their reserved concurrency, if they have any', async () => {
    await lambda.create('f');
    const bare = await lambda.get(`${FUNCTIONS}/f`);
    assert.deepEqual(Object.keys(bare).sort(), ['Code', 'Configuration']);
    assert.deepEqual([bare.Code, bare.Configuration.FunctionArn], [{ RepositoryType: 'S3' }, ARN]);
    await lambda.create('g', 'one', { Tags: { team: 'a' } });
    await lambda.call('PUT', '/2017-10-31/functions/g/concurrency', { ReservedConcurrentExecutions: 2 });
    const { Tags, Concurrency } = await lambda.get(`${FUNCTIONS}/g`);
    assert.deepEqual([Tags, Concurrency], [{ team: 'a' }, { ReservedConcurrentExecutions: 2 }]);
    await lambda.publish('two');
    assert.equal((await lambda.get(`${FUNCTIONS}/f?Qualifier=1`)).Configuration.FunctionArn, `${ARN}:1`);
    assert.equal((await lambda.get(`${FUNCTIONS}/f/configuration?Qualifier=1`)).Version, '1');
  });

  it('are listed by name, in pages, with their versions if asked for', async () => {
    for (const name of ['g', 'f', 'h']) await lambda.create(name);
    await lambda.publish('two');
    const list = async (query = '') => {
      const { Functions, NextMarker } = await lambda.get(`${FUNCTIONS}/${query}`);
      return [
        Functions.map(({ FunctionArn }: { FunctionArn: string }) => FunctionArn.split(':function:')[1]),
        NextMarker,
      ];
    };
    assert.deepEqual(await list(), [['f', 'g', 'h'], undefined]);
    assert.deepEqual(await list('?MaxItems=3'), [['f', 'g', 'h'], undefined]);
    assert.deepEqual(await list('?MaxItems=2'), [['f', 'g'], '2']);
    assert.deepEqual(await list('?MaxItems=2&Marker=2'), [['h'], undefined]);
    assert.deepEqual(await list('?FunctionVersion=ALL'), [
      ['f:$LATEST', 'f:1', 'g:$LATEST', 'h:$LATEST'],
      undefined,
    ]);
  });

  it('are listed fifty a page if the request does not say', async () => {
    for (let index = 0; index < 51; index++) await lambda.create(`f-${index}`);
    const { Functions, NextMarker } = await lambda.get(FUNCTIONS);
    assert.deepEqual([Functions.length, NextMarker], [50, '50']);
  });

  it('are deleted whole, or one version of them', async () => {
    await lambda.create('f');
    for (const text of ['one', 'two', 'three']) await lambda.publish(text);
    const remove = (target: string) => lambda.call('DELETE', `${FUNCTIONS}/${target}`);
    await lambda.call('POST', `${FUNCTIONS}/f/aliases`, {
      Name: 'current',
      FunctionVersion: '1',
      RoutingConfig: { AdditionalVersionWeights: { 2: 0.5 } },
    });
    for (const used of ['1', '2']) {
      await assert.rejects(remove(`f?Qualifier=${used}`), {
        code: 'ResourceConflictException',
        message: `Version ${used} is being used by the following aliases: [current]`,
      });
    }
    await assert.rejects(
      remove('f?Qualifier=$LATEST'),
      invalid('$LATEST version cannot be deleted without deleting the function.'),
    );
    await assert.rejects(remove('f?Qualifier=9'), {
      code: 'ResourceNotFoundException',
      message: `Function not found: ${ARN}:9`,
    });
    assert.equal((await remove('f:3'))[0], 204);
    const { Versions } = await lambda.get(`${FUNCTIONS}/f/versions`);
    assert.deepEqual(
      Versions.map(({ Version }: { Version: string }) => Version),
      ['$LATEST', '1', '2'],
    );
    assert.equal((await remove('f'))[0], 204);
    await assert.rejects(lambda.get(`${FUNCTIONS}/f`), { code: 'ResourceNotFoundException' });
  });

  it('refuse a body that is no object', async () => {
    for (const body of ['null', '[]', '5', '{']) {
      await assert.rejects(lambda.call('POST', FUNCTIONS, body), { code: 'InvalidRequestContentException' });
    }
  });
});
