import assert from 'node:assert/strict';
import { ARN, FUNCTIONS, LambdaApi } from './lambda-api.js';

describe('what belongs to a function of the emulator', () => {
  let lambda: LambdaApi;
  beforeEach(async () => {
    lambda = new LambdaApi();
    await lambda.create('f');
    await lambda.create('g');
  });
  afterEach(() => lambda.stop());

  describe('reserved concurrency', () => {
    const put = (name: string, ReservedConcurrentExecutions: number) =>
      lambda.call('PUT', `/2017-10-31/functions/${name}/concurrency`, { ReservedConcurrentExecutions });
    const reserved = async () =>
      (await lambda.get('/2019-09-30/functions/f/concurrency')).ReservedConcurrentExecutions;

    it('is set, returned and deleted', async () => {
      assert.equal(await reserved(), undefined);
      assert.deepEqual(await put('f', 3), [200, { ReservedConcurrentExecutions: 3 }]);
      assert.equal(await reserved(), 3);
      assert.equal((await lambda.call('DELETE', '/2017-10-31/functions/f/concurrency'))[0], 204);
      assert.equal(await reserved(), undefined);
    });

    it('may be all that the other functions leave, and no more', async () => {
      await put('g', 4);
      await put('f', 5);
      await put('f', 6);
      await assert.rejects(put('f', 7), {
        code: 'InvalidParameterValueException',
        message:
          "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [0].",
      });
      await put('f', 0);
      await assert.rejects(put('f', -1), {
        code: 'ValidationException',
        message: /Member must have value greater than or equal to 0$/,
      });
    });

    it("is part of the account's settings", async () => {
      await put('g', 4);
      const { CodeSize } = await lambda.get(`${FUNCTIONS}/f/configuration`);
      assert.deepEqual(await lambda.get('/2016-08-19/account-settings'), {
        AccountLimit: {
          TotalCodeSize: 80_530_636_800,
          CodeSizeUnzipped: 262_144_000,
          CodeSizeZipped: 52_428_800,
          ConcurrentExecutions: 10,
          UnreservedConcurrentExecutions: 6,
        },
        AccountUsage: { TotalCodeSize: 2 * CodeSize, FunctionCount: 2 },
      });
    });
  });

  it('are its tags', async () => {
    const tags = `/2017-03-31/tags/${encodeURIComponent(ARN)}`;
    assert.equal((await lambda.call('POST', tags, { Tags: { a: '1', b: '2' } }))[0], 204);
    await lambda.call('POST', tags, { Tags: { b: '3', c: '4' } });
    assert.deepEqual(await lambda.get(tags), { Tags: { a: '1', b: '3', c: '4' } });
    assert.equal((await lambda.call('DELETE', `${tags}?tagKeys=a&tagKeys=c`))[0], 204);
    assert.deepEqual(await lambda.get(tags), { Tags: { b: '3' } });
  });

  it('are settings that the emulator does not have, as Terraform reads them', async () => {
    await lambda.publish('two');
    assert.deepEqual(await lambda.get('/2020-06-30/functions/f/code-signing-config'), { FunctionName: 'f' });
    const management = '/2021-07-20/functions/f/runtime-management-config';
    assert.deepEqual(await lambda.get(management), { UpdateRuntimeOn: 'Auto', FunctionArn: ARN });
    assert.equal((await lambda.get(`${management}?Qualifier=1`)).FunctionArn, `${ARN}:1`);
    const invoke = '/2019-09-25/functions/f/event-invoke-config';
    for (const [query, arn] of [
      ['', ARN],
      ['?Qualifier=1', `${ARN}:1`],
    ]) {
      await assert.rejects(lambda.get(`${invoke}${query}`), {
        code: 'ResourceNotFoundException',
        message: `The function ${arn} doesn't have an EventInvokeConfig`,
      });
    }
  });

  describe('its resource policy', () => {
    const target = `${FUNCTIONS}/f/policy`;
    const add = (more: object, query = '') =>
      lambda.call('POST', `${target}${query}`, {
        StatementId: 'one',
        Action: 'lambda:InvokeFunction',
        Principal: 'apigateway.amazonaws.com',
        ...more,
      });
    const statements = async (query = '') =>
      JSON.parse((await lambda.get(`${target}${query}`)).Policy).Statement;
    const missing = {
      code: 'ResourceNotFoundException',
      message: 'The resource you requested does not exist.',
    };

    it('lists its statements with their conditions', async () => {
      await assert.rejects(lambda.get(target), missing);
      const [status, { Statement }] = await add({});
      const first = {
        Sid: 'one',
        Effect: 'Allow',
        Principal: { Service: 'apigateway.amazonaws.com' },
        Action: 'lambda:InvokeFunction',
        Resource: ARN,
      };
      assert.deepEqual([status, JSON.parse(Statement)], [201, first]);
      await add({
        StatementId: 'two',
        Principal: '123456789012',
        SourceAccount: '000000000000',
        SourceArn: 'arn:a',
      });
      const { Policy, RevisionId } = await lambda.get(target);
      assert.deepEqual(JSON.parse(Policy), {
        Version: '2012-10-17',
        Id: 'default',
        Statement: [
          first,
          {
            ...first,
            Sid: 'two',
            Principal: { AWS: '123456789012' },
            Condition: {
              StringEquals: { 'AWS:SourceAccount': '000000000000' },
              ArnLike: { 'AWS:SourceArn': 'arn:a' },
            },
          },
        ],
      });
      await assert.rejects(add({ StatementId: 'three', RevisionId: 'other' }), {
        code: 'PreconditionFailedException',
      });
      await add({ StatementId: 'three', RevisionId });
    });

    it('belongs to a version or an alias if the request names one', async () => {
      await lambda.publish('two');
      await add({}, '?Qualifier=1');
      await assert.rejects(lambda.get(target), missing);
      assert.equal((await statements('?Qualifier=1'))[0].Resource, `${ARN}:1`);
    });

    it('has each statement once, and with a valid id', async () => {
      await add({});
      await assert.rejects(add({}), {
        code: 'ResourceConflictException',
        message:
          'The statement id (one) provided already exists. Please provide a new statement id, or remove the existing statement.',
      });
      await assert.rejects(add({ StatementId: 'a b' }), {
        code: 'ValidationException',
        message: /Member must satisfy regular expression pattern: \(\[a-zA-Z0-9-_\]\+\)$/,
      });
    });

    it('loses a statement that is removed', async () => {
      await add({});
      await add({ StatementId: 'two' });
      const remove = (rest: string) => lambda.call('DELETE', `${target}/${rest}`);
      await assert.rejects(remove('one?RevisionId=other'), { code: 'PreconditionFailedException' });
      assert.equal((await remove('one'))[0], 204);
      assert.deepEqual(
        (await statements()).map(({ Sid }: { Sid: string }) => Sid),
        ['two'],
      );
      await assert.rejects(remove('one'), {
        code: 'ResourceNotFoundException',
        message: 'Statement one is not found in resource policy.',
      });
      await remove('two');
      await assert.rejects(lambda.get(target), missing);
    });
  });

  it('are no operations that the emulator does not have', async () => {
    await assert.rejects(lambda.call('GET', '/2018-10-31/layers'), /ListLayers/);
    await assert.rejects(lambda.call('GET', '/nowhere'), /GET \/nowhere/);
  });
});
