import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  DeleteFunctionCommand,
  GetFunctionConfigurationCommand,
  type LambdaClient,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { codeReturning, type LambdaStage, startLambda } from '../../../support/lambda-stage.js';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:f';

describe("UpdateFunctionCode in the emulator's Lambda", () => {
  let stage: LambdaStage;
  let client: LambdaClient;
  before(async () => {
    // Long enough that a test can act during a change.
    stage = await startLambda({ transition: 250 });
    client = stage.client;
  });
  after(() => stage.stop());
  afterEach(() => client.send(new DeleteFunctionCommand({ FunctionName: 'f' })).catch(() => undefined));

  beforeEach(() => stage.create('f', 'exports.handler = async () => "one";'));

  it('is in progress at first; later calls run the new code', async () => {
    assert.equal((await stage.invoke('f')).payload, 'one');
    const answer = await client.send(
      new UpdateFunctionCodeCommand({ FunctionName: 'f', ZipFile: await codeReturning('two') }),
    );
    assert.equal(answer.LastUpdateStatus, 'InProgress');
    assert.equal(answer.State, 'Active');
    await stage.updated('f');
    assert.equal((await stage.invoke('f')).payload, 'two');
  });

  it('refuses another change while it is in progress', async () => {
    await client.send(
      new UpdateFunctionCodeCommand({ FunctionName: 'f', ZipFile: await codeReturning('two') }),
    );
    const conflict = {
      name: 'ResourceConflictException',
      message: `The operation cannot be performed at this time. An update is in progress for resource: ${ARN}`,
    };
    await assert.rejects(
      client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'f', Timeout: 5 })),
      conflict,
    );
    await assert.rejects(client.send(new PublishVersionCommand({ FunctionName: 'f' })), conflict);
  });

  it('reads the code from S3', async () => {
    stage.objects.set('artifacts/a.zip', await codeReturning('from S3'));
    await client.send(
      new UpdateFunctionCodeCommand({ FunctionName: 'f', S3Bucket: 'artifacts', S3Key: 'a.zip' }),
    );
    await stage.updated('f');
    assert.equal((await stage.invoke('f')).payload, 'from S3');
  });

  it('reports the error of S3 for a missing object, and changes nothing', async () => {
    await assert.rejects(
      client.send(new UpdateFunctionCodeCommand({ FunctionName: 'f', S3Bucket: 'artifacts', S3Key: 'none' })),
      {
        name: 'InvalidParameterValueException',
        message:
          'Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.',
      },
    );
    assert.equal((await stage.invoke('f')).payload, 'one');
  });

  it('changes nothing in a dry run', async () => {
    const zip = await codeReturning('two');
    const { CodeSha256 } = await client.send(
      new UpdateFunctionCodeCommand({ FunctionName: 'f', ZipFile: zip, DryRun: true }),
    );
    assert.equal(CodeSha256, createHash('sha256').update(zip).digest('base64'));
    assert.equal((await stage.invoke('f')).payload, 'one');
  });

  it('refuses an older revision', async () => {
    const { RevisionId } = await client.send(new GetFunctionConfigurationCommand({ FunctionName: 'f' }));
    await stage.update('f', 'two');
    await assert.rejects(
      client.send(
        new UpdateFunctionCodeCommand({
          FunctionName: 'f',
          ZipFile: await codeReturning('three'),
          RevisionId,
        }),
      ),
      {
        name: 'PreconditionFailedException',
        message:
          'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
      },
    );
  });
});
