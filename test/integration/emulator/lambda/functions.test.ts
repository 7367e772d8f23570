import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  type LambdaClient,
  ListFunctionsCommand,
  ListLayersCommand,
  ListTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { codeReturning, type LambdaStage, ROLE, startLambda } from '../../../support/lambda-stage.js';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:f';

describe("the API of the emulator's Lambda", () => {
  let stage: LambdaStage;
  let client: LambdaClient;
  before(async () => {
    // Long enough that a test can act during a change.
    stage = await startLambda({ transition: 250 });
    client = stage.client;
  });
  after(() => stage.stop());
  afterEach(() => client.send(new DeleteFunctionCommand({ FunctionName: 'f' })).catch(() => undefined));

  describe('CreateFunction', () => {
    it('returns the whole configuration of a pending function', async () => {
      const zip = await codeReturning('one');
      const { $metadata, LastModified, RevisionId, ...created } = await client.send(
        new CreateFunctionCommand({
          FunctionName: 'f',
          Role: ROLE,
          Runtime: 'nodejs20.x',
          Handler: 'index.handler',
          Code: { ZipFile: zip },
        }),
      );
      assert.equal($metadata.httpStatusCode, 201);
      assert.match(LastModified ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/);
      assert.match(RevisionId ?? '', /^[0-9a-f-]{36}$/);
      assert.deepEqual(created, {
        FunctionName: 'f',
        FunctionArn: ARN,
        Runtime: 'nodejs20.x',
        Role: ROLE,
        Handler: 'index.handler',
        CodeSize: zip.length,
        CodeSha256: createHash('sha256').update(zip).digest('base64'),
        Description: '',
        Timeout: 3,
        MemorySize: 128,
        Version: '$LATEST',
        TracingConfig: { Mode: 'PassThrough' },
        PackageType: 'Zip',
        Architectures: ['x86_64'],
        EphemeralStorage: { Size: 512 },
        SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
        LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/f' },
        State: 'Pending',
        StateReason: 'The function is being created.',
        StateReasonCode: 'Creating',
      });
    });

    it('refuses to call a pending function', async () => {
      await client.send(
        new CreateFunctionCommand({
          FunctionName: 'f',
          Role: ROLE,
          Runtime: 'nodejs20.x',
          Handler: 'index.handler',
          Code: { ZipFile: await codeReturning('one') },
        }),
      );
      await assert.rejects(stage.invoke('f'), {
        name: 'ResourceConflictException',
        message:
          'The operation cannot be performed at this time. The function is currently in the following state: Pending',
      });
    });

    it('refuses a name that is in use', async () => {
      await stage.create('f', 'exports.handler = async () => 1;');
      await assert.rejects(stage.create('f', 'exports.handler = async () => 1;'), {
        name: 'ResourceConflictException',
        message: 'Function already exist: f',
      });
    });

    it('refuses bytes that are not a zip', async () => {
      const input = {
        FunctionName: 'f',
        Role: ROLE,
        Runtime: 'nodejs20.x' as const,
        Handler: 'index.handler',
        Code: { ZipFile: Buffer.from('no zip') },
      };
      await assert.rejects(client.send(new CreateFunctionCommand(input)), {
        name: 'InvalidParameterValueException',
        message: 'Could not unzip uploaded file. Please check your file, then try to upload again.',
      });
    });

    it('refuses a timeout above the limit of Lambda', async () => {
      await assert.rejects(stage.create('f', 'exports.handler = async () => 1;', { Timeout: 901 }), {
        name: 'ValidationException',
        message:
          "1 validation error detected: Value '901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900",
      });
    });

    it('refuses a variable that Lambda sets itself', async () => {
      await assert.rejects(
        stage.create('f', '', { Environment: { Variables: { AWS_REGION: 'sa-east-1' } } }),
        /Reserved keys used in this request: AWS_REGION$/,
      );
    });
  });

  it('lists functions, and describes one without a link to its code', async () => {
    await stage.create('f', 'exports.handler = async () => 1;');
    const { Functions } = await client.send(new ListFunctionsCommand({}));
    assert.deepEqual(
      Functions?.map(({ FunctionName }) => FunctionName),
      ['f'],
    );
    const { Configuration, Code } = await client.send(new GetFunctionCommand({ FunctionName: 'f' }));
    assert.equal(Configuration?.State, 'Active');
    assert.equal(Code?.Location, undefined);
  });

  it('keeps tags', async () => {
    await stage.create('f', 'exports.handler = async () => 1;');
    await client.send(new TagResourceCommand({ Resource: ARN, Tags: { team: 'billing', tier: '1' } }));
    await client.send(new UntagResourceCommand({ Resource: ARN, TagKeys: ['tier'] }));
    const { Tags } = await client.send(new ListTagsCommand({ Resource: ARN }));
    assert.deepEqual(Tags, { team: 'billing' });
  });

  it('keeps functions and versions after a restart', async () => {
    await stage.create('f', 'exports.handler = async () => "kept";');
    await stage.publish('f');
    await stage.one.service.stop();
    (await stage.one.restart()).start();
    assert.equal((await stage.invoke('f', {}, { qualifier: '1' })).payload, 'kept');
  });

  it('refuses a setting that it would ignore', async () => {
    await stage.create('f', 'exports.handler = async () => 1;');
    await assert.rejects(
      client.send(
        new UpdateFunctionConfigurationCommand({
          FunctionName: 'f',
          Layers: ['arn:aws:lambda:us-east-1:000000000000:layer:l:1'],
        }),
      ),
      {
        name: 'NotImplemented',
        message: /^The local stage does not support Lambda UpdateFunctionConfiguration with Layers\./,
      },
    );
  });

  it('names an unsupported operation', async () => {
    await assert.rejects(client.send(new ListLayersCommand({})), {
      name: 'NotImplemented',
      message: 'The local stage does not support Lambda ListLayers. It is a development stand-in for AWS.',
    });
  });
});
