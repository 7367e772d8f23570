import assert from 'node:assert/strict';
import {
  DeleteFunctionCommand,
  InvokeCommand,
  type LambdaClient,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { type LambdaStage, startLambda, zipOf } from '../../../support/lambda-stage.js';
import { until } from '../../../support/until.js';

describe("Invoke in the emulator's Lambda", () => {
  let stage: LambdaStage;
  let client: LambdaClient;
  before(async () => {
    stage = await startLambda();
    client = stage.client;
  });
  after(() => stage.stop());
  afterEach(() => client.send(new DeleteFunctionCommand({ FunctionName: 'f' })).catch(() => undefined));

  beforeEach(() => stage.create('f', 'exports.handler = async (event) => event;'));

  it('returns 204 for a dry run, without calling the function', async () => {
    const before = stage.logged.length;
    const { StatusCode } = await client.send(
      new InvokeCommand({ FunctionName: 'f', InvocationType: 'DryRun' }),
    );
    assert.equal(StatusCode, 204);
    assert.equal(stage.logged.length, before);
  });

  it('refuses a payload that is not JSON', async () => {
    await assert.rejects(client.send(new InvokeCommand({ FunctionName: 'f', Payload: '{' })), {
      name: 'InvalidRequestContentException',
      message: /^Could not parse request body into json: /,
    });
  });

  it('refuses more than 6 MiB', async () => {
    const payload = JSON.stringify('x'.repeat(6_291_456));
    await assert.rejects(client.send(new InvokeCommand({ FunctionName: 'f', Payload: payload })), {
      name: 'RequestTooLargeException',
      message:
        '6291458 byte payload is too large for the RequestResponse invocation type (limit 6291456 bytes)',
    });
  });

  it('reports an answer that exceeds the limit as an error', async () => {
    await client.send(
      new UpdateFunctionCodeCommand({
        FunctionName: 'f',
        ZipFile: await zipOf({ 'index.js': 'exports.handler = async () => "x".repeat(6291555);' }),
      }),
    );
    await stage.updated('f');
    const { error, payload } = await stage.invoke('f');
    assert.equal(error, 'Unhandled');
    assert.equal(payload.errorType, 'Function.ResponseSizeTooLarge');
  });

  it('names a function that does not exist', async () => {
    await assert.rejects(stage.invoke('nobody'), {
      name: 'ResourceNotFoundException',
      message: 'Function not found: arn:aws:lambda:us-east-1:000000000000:function:nobody',
    });
  });

  it('repeats a failed event twice, and continues after a restart', async () => {
    const other = await startLambda({ retryDelays: [1, 60_000] });
    try {
      await other.create('f', 'exports.handler = async () => { throw new Error("no"); };');
      const { StatusCode } = await other.client.send(
        new InvokeCommand({ FunctionName: 'f', InvocationType: 'Event', Payload: '{}' }),
      );
      assert.equal(StatusCode, 202);
      const starts = () => other.logged.filter(({ message }) => message.startsWith('START')).length;
      await until('two attempts', () => starts() === 2);
      await until(
        'the second attempt ended',
        () => other.logged.filter(({ message }) => message.startsWith('REPORT')).length === 2,
      );
      await other.one.service.stop();
      (await other.one.restart()).start();
      await until('a third attempt', () => starts() === 3);
    } finally {
      await other.stop();
    }
  });
});
