import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  GetAliasCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  InvokeCommand,
  type LambdaClient,
  ListFunctionsCommand,
  ListLayersCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
  waitUntilPublishedVersionActive,
} from '@aws-sdk/client-lambda';
import { type LambdaStage, ROLE, startLambda, zipOf } from '../../../support/lambda-stage.js';
import { until } from '../../../support/until.js';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:f';
const WAIT = { maxWaitTime: 5, minDelay: 0.02, maxDelay: 0.05 };

describe("Lambda's API on the local stage", () => {
  let stage: LambdaStage;
  let client: LambdaClient;
  before(async () => {
    // Long enough that what happens within a change is seen.
    stage = await startLambda({ transition: 250 });
    client = stage.client;
  });
  after(() => stage.stop());
  afterEach(() => client.send(new DeleteFunctionCommand({ FunctionName: 'f' })).catch(() => undefined));

  const code = (text: string) =>
    zipOf({ 'index.js': `exports.handler = async () => ${JSON.stringify(text)};` });
  const updated = () => waitUntilFunctionUpdatedV2({ client, ...WAIT }, { FunctionName: 'f' });

  async function update(text: string): Promise<void> {
    await client.send(new UpdateFunctionCodeCommand({ FunctionName: 'f', ZipFile: await code(text) }));
    await updated();
  }

  /** Publishes what $LATEST answers now. */
  async function publish(): Promise<string> {
    const { Version } = await client.send(new PublishVersionCommand({ FunctionName: 'f' }));
    await waitUntilPublishedVersionActive({ client, ...WAIT }, { FunctionName: 'f', Qualifier: Version });
    return Version ?? '';
  }

  describe('CreateFunction', () => {
    it('answers the whole configuration, pending', async () => {
      const zip = await code('one');
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

    it('refuses to run what is still pending', async () => {
      await client.send(
        new CreateFunctionCommand({
          FunctionName: 'f',
          Role: ROLE,
          Runtime: 'nodejs20.x',
          Handler: 'index.handler',
          Code: { ZipFile: await code('one') },
        }),
      );
      await assert.rejects(stage.invoke('f'), {
        name: 'ResourceConflictException',
        message:
          'The operation cannot be performed at this time. The function is currently in the following state: Pending',
      });
    });

    it('refuses a name that is taken', async () => {
      await stage.create('f', 'exports.handler = async () => 1;');
      await assert.rejects(stage.create('f', 'exports.handler = async () => 1;'), {
        name: 'ResourceConflictException',
        message: 'Function already exist: f',
      });
    });

    it('refuses what is no zip', async () => {
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

    it('refuses a timeout that Lambda does not know', async () => {
      await assert.rejects(stage.create('f', 'exports.handler = async () => 1;', { Timeout: 901 }), {
        name: 'ValidationException',
        message:
          "1 validation error detected: Value '901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900",
      });
    });

    it("refuses Lambda's own variables", async () => {
      await assert.rejects(
        stage.create('f', '', { Environment: { Variables: { AWS_REGION: 'sa-east-1' } } }),
        /Reserved keys used in this request: AWS_REGION$/,
      );
    });
  });

  describe('UpdateFunctionCode', () => {
    beforeEach(() => stage.create('f', 'exports.handler = async () => "one";'));

    it('is in progress for a while, and the next call answers by the new code', async () => {
      assert.equal((await stage.invoke('f')).payload, 'one');
      const answer = await client.send(
        new UpdateFunctionCodeCommand({ FunctionName: 'f', ZipFile: await code('two') }),
      );
      assert.equal(answer.LastUpdateStatus, 'InProgress');
      assert.equal(answer.State, 'Active');
      await updated();
      assert.equal((await stage.invoke('f')).payload, 'two');
    });

    it('refuses another change meanwhile', async () => {
      await client.send(new UpdateFunctionCodeCommand({ FunctionName: 'f', ZipFile: await code('two') }));
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

    it('takes the code from S3', async () => {
      stage.objects.set('artifacts/a.zip', await code('from S3'));
      await client.send(
        new UpdateFunctionCodeCommand({ FunctionName: 'f', S3Bucket: 'artifacts', S3Key: 'a.zip' }),
      );
      await updated();
      assert.equal((await stage.invoke('f')).payload, 'from S3');
    });

    it('says what S3 said of a missing object, and changes nothing', async () => {
      await assert.rejects(
        client.send(
          new UpdateFunctionCodeCommand({ FunctionName: 'f', S3Bucket: 'artifacts', S3Key: 'none' }),
        ),
        {
          name: 'InvalidParameterValueException',
          message:
            'Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.',
        },
      );
      assert.equal((await stage.invoke('f')).payload, 'one');
    });

    it('changes nothing in a dry run', async () => {
      const zip = await code('two');
      const { CodeSha256 } = await client.send(
        new UpdateFunctionCodeCommand({ FunctionName: 'f', ZipFile: zip, DryRun: true }),
      );
      assert.equal(CodeSha256, createHash('sha256').update(zip).digest('base64'));
      assert.equal((await stage.invoke('f')).payload, 'one');
    });

    it('refuses an older revision', async () => {
      const { RevisionId } = await client.send(new GetFunctionConfigurationCommand({ FunctionName: 'f' }));
      await update('two');
      await assert.rejects(
        client.send(
          new UpdateFunctionCodeCommand({ FunctionName: 'f', ZipFile: await code('three'), RevisionId }),
        ),
        {
          name: 'PreconditionFailedException',
          message:
            'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
        },
      );
    });
  });

  describe('PublishVersion', () => {
    beforeEach(() => stage.create('f', 'exports.handler = async () => "one";'));

    it('keeps code and settings as they are', async () => {
      assert.equal(await publish(), '1');
      await update('two');
      assert.equal((await stage.invoke('f', {}, { qualifier: '1' })).payload, 'one');
      assert.equal((await stage.invoke('f')).payload, 'two');
    });

    it('answers the same version when nothing changed', async () => {
      assert.equal(await publish(), '1');
      assert.equal(await publish(), '1');
      const { Versions } = await client.send(new ListVersionsByFunctionCommand({ FunctionName: 'f' }));
      assert.deepEqual(
        Versions?.map(({ Version, FunctionArn }) => [Version, FunctionArn]),
        [
          ['$LATEST', `${ARN}:$LATEST`],
          ['1', `${ARN}:1`],
        ],
      );
    });

    it('never gives a number twice', async () => {
      await publish();
      await client.send(new DeleteFunctionCommand({ FunctionName: 'f', Qualifier: '1' }));
      assert.equal(await publish(), '2');
    });

    it('refuses when the code is another than the caller thinks', async () => {
      const { CodeSha256 } = await client.send(new GetFunctionConfigurationCommand({ FunctionName: 'f' }));
      await assert.rejects(
        client.send(new PublishVersionCommand({ FunctionName: 'f', CodeSha256: 'other' })),
        (error: Error) =>
          error.name === 'InvalidParameterValueException' &&
          error.message.startsWith(
            `CodeSHA256 (other) is different from current CodeSHA256 in $LATEST (${CodeSha256}).`,
          ),
      );
    });
  });

  describe('aliases', () => {
    beforeEach(async () => {
      await stage.create('f', 'exports.handler = async (e, c) => "one " + c.invokedFunctionArn;');
      await publish();
    });

    const create = (version: string, weights?: Record<string, number>) =>
      client.send(
        new CreateAliasCommand({
          FunctionName: 'f',
          Name: 'current',
          FunctionVersion: version,
          ...(weights && { RoutingConfig: { AdditionalVersionWeights: weights } }),
        }),
      );

    it('lead to their version; the handler sees the alias', async () => {
      await create('1');
      const { payload, version } = await stage.invoke('f:current');
      assert.equal(payload, `one ${ARN}:current`);
      assert.equal(version, '1');
    });

    it('lead to another version once moved', async () => {
      const { RevisionId } = await create('1');
      await update('two');
      await publish();
      const moved = await client.send(
        new UpdateAliasCommand({ FunctionName: 'f', Name: 'current', FunctionVersion: '2', RevisionId }),
      );
      assert.notEqual(moved.RevisionId, RevisionId);
      assert.equal((await stage.invoke(`${ARN}:current`)).payload, 'two');
      await assert.rejects(
        client.send(
          new UpdateAliasCommand({ FunctionName: 'f', Name: 'current', FunctionVersion: '1', RevisionId }),
        ),
        { name: 'PreconditionFailedException' },
      );
    });

    it('share their calls out by weights', async () => {
      await update('two');
      await publish();
      await create('1', { 2: 1 });
      assert.equal((await stage.invoke('f', {}, { qualifier: 'current' })).version, '2');
    });

    it('refuse weights that Lambda would refuse', async () => {
      await assert.rejects(create('1', { 1: 0.5 }), { name: 'InvalidParameterValueException' });
      await assert.rejects(create('1', { $LATEST: 0.5 }), {
        message: '$LATEST is not supported for an alias pointing to more than 1 version',
      });
      await assert.rejects(create('1', { 9: 0.5 }), { name: 'ResourceNotFoundException' });
    });

    it('exist once', async () => {
      await create('1');
      await assert.rejects(create('1'), {
        name: 'ResourceConflictException',
        message: `Alias already exists: ${ARN}:current`,
      });
    });

    it('keep their version from being deleted', async () => {
      await create('1');
      await assert.rejects(client.send(new DeleteFunctionCommand({ FunctionName: 'f', Qualifier: '1' })), {
        name: 'ResourceConflictException',
        message: 'Version 1 is being used by the following aliases: [current]',
      });
    });

    it('are deleted, and deleted again', async () => {
      await create('1');
      await client.send(new DeleteAliasCommand({ FunctionName: 'f', Name: 'current' }));
      await client.send(new DeleteAliasCommand({ FunctionName: 'f', Name: 'current' }));
      await assert.rejects(client.send(new GetAliasCommand({ FunctionName: 'f', Name: 'current' })), {
        name: 'ResourceNotFoundException',
        message: `Cannot find alias arn: ${ARN}:current`,
      });
      await assert.rejects(stage.invoke('f:current'), { message: `Function not found: ${ARN}:current` });
    });

    it('have their own policy', async () => {
      await create('1');
      await client.send(
        new AddPermissionCommand({
          FunctionName: 'f',
          Qualifier: 'current',
          StatementId: 'api',
          Action: 'lambda:InvokeFunction',
          Principal: 'apigateway.amazonaws.com',
          SourceArn: 'arn:aws:execute-api:us-east-1:000000000000:x/*',
        }),
      );
      const { Policy } = await client.send(new GetPolicyCommand({ FunctionName: 'f', Qualifier: 'current' }));
      assert.deepEqual(JSON.parse(Policy ?? '').Statement, [
        {
          Sid: 'api',
          Effect: 'Allow',
          Principal: { Service: 'apigateway.amazonaws.com' },
          Action: 'lambda:InvokeFunction',
          Resource: `${ARN}:current`,
          Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:execute-api:us-east-1:000000000000:x/*' } },
        },
      ]);
      await assert.rejects(client.send(new GetPolicyCommand({ FunctionName: 'f' })), {
        name: 'ResourceNotFoundException',
      });
    });
  });

  describe('Invoke', () => {
    beforeEach(() => stage.create('f', 'exports.handler = async (event) => event;'));

    it('answers 204 to a dry run', async () => {
      const before = stage.logged.length;
      const { StatusCode } = await client.send(
        new InvokeCommand({ FunctionName: 'f', InvocationType: 'DryRun' }),
      );
      assert.equal(StatusCode, 204);
      assert.equal(stage.logged.length, before);
    });

    it('refuses a payload that is no JSON', async () => {
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

    it('refuses an answer beyond the limit', async () => {
      await client.send(
        new UpdateFunctionCodeCommand({
          FunctionName: 'f',
          ZipFile: await zipOf({ 'index.js': 'exports.handler = async () => "x".repeat(6291555);' }),
        }),
      );
      await updated();
      const { error, payload } = await stage.invoke('f');
      assert.equal(error, 'Unhandled');
      assert.equal(payload.errorType, 'Function.ResponseSizeTooLarge');
    });

    it('says which function is not there', async () => {
      await assert.rejects(stage.invoke('nobody'), {
        name: 'ResourceNotFoundException',
        message: 'Function not found: arn:aws:lambda:us-east-1:000000000000:function:nobody',
      });
    });
  });

  it('repeats an event twice when the function fails, and goes on after a restart', async () => {
    const other = await startLambda({ retryDelays: [1, 60_000] });
    try {
      await other.create('f', 'exports.handler = async () => { throw new Error("no"); };');
      const { StatusCode } = await other.client.send(
        new InvokeCommand({ FunctionName: 'f', InvocationType: 'Event', Payload: '{}' }),
      );
      assert.equal(StatusCode, 202);
      const starts = () => other.logged.filter(({ message }) => message.startsWith('START')).length;
      await until('two tries', () => starts() === 2);
      await until(
        'the second failure is on disk',
        () => other.logged.filter(({ message }) => message.startsWith('REPORT')).length === 2,
      );
      await other.one.service.stop();
      (await other.one.restart()).start();
      await until('a third try', () => starts() === 3);
    } finally {
      await other.stop();
    }
  });

  it('knows its functions again after a restart', async () => {
    await stage.create('f', 'exports.handler = async () => "kept";');
    await publish();
    await stage.one.service.stop();
    (await stage.one.restart()).start();
    assert.equal((await stage.invoke('f', {}, { qualifier: '1' })).payload, 'kept');
  });

  it('lists functions and describes one with its tags', async () => {
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

  it('refuses settings that would be without effect', async () => {
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

  it('names what it does not support', async () => {
    await assert.rejects(client.send(new ListLayersCommand({})), {
      name: 'NotImplemented',
      message: 'The local stage does not support Lambda ListLayers. It is a development stand-in for AWS.',
    });
  });
});
