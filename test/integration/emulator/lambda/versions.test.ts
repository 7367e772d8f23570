import assert from 'node:assert/strict';
import {
  AddPermissionCommand,
  CreateAliasCommand,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  type LambdaClient,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import { type LambdaStage, startLambda } from '../../../support/lambda-stage.js';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:f';

describe("versions and aliases in the emulator's Lambda", () => {
  let stage: LambdaStage;
  let client: LambdaClient;
  before(async () => {
    stage = await startLambda();
    client = stage.client;
  });
  after(() => stage.stop());
  afterEach(() => client.send(new DeleteFunctionCommand({ FunctionName: 'f' })).catch(() => undefined));

  describe('PublishVersion', () => {
    beforeEach(() => stage.create('f', 'exports.handler = async () => "one";'));

    it('keeps the code that the version was published with', async () => {
      assert.equal(await stage.publish('f'), '1');
      await stage.update('f', 'two');
      assert.equal((await stage.invoke('f', {}, { qualifier: '1' })).payload, 'one');
      assert.equal((await stage.invoke('f')).payload, 'two');
    });

    it('returns the last version when nothing changed', async () => {
      assert.equal(await stage.publish('f'), '1');
      assert.equal(await stage.publish('f'), '1');
      const { Versions } = await client.send(new ListVersionsByFunctionCommand({ FunctionName: 'f' }));
      assert.deepEqual(
        Versions?.map(({ Version, FunctionArn }) => [Version, FunctionArn]),
        [
          ['$LATEST', `${ARN}:$LATEST`],
          ['1', `${ARN}:1`],
        ],
      );
    });

    it('never reuses the number of a deleted version', async () => {
      await stage.publish('f');
      await client.send(new DeleteFunctionCommand({ FunctionName: 'f', Qualifier: '1' }));
      assert.equal(await stage.publish('f'), '2');
    });

    it('refuses code that differs from the sha256 of the caller', async () => {
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
      await stage.publish('f');
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

    it('run their version; the handler sees the ARN of the alias', async () => {
      await create('1');
      const { payload, version } = await stage.invoke('f:current');
      assert.equal(payload, `one ${ARN}:current`);
      assert.equal(version, '1');
    });

    it('run another version once they are moved, but only for their current revision', async () => {
      const { RevisionId } = await create('1');
      await stage.update('f', 'two');
      await stage.publish('f');
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

    it('distribute calls by weight', async () => {
      await stage.update('f', 'two');
      await stage.publish('f');
      await create('1', { 2: 1 });
      assert.equal((await stage.invoke('f', {}, { qualifier: 'current' })).version, '2');
    });

    it('refuse weights that Lambda refuses', async () => {
      await assert.rejects(create('1', { 1: 0.5 }), { name: 'InvalidParameterValueException' });
      await assert.rejects(create('1', { $LATEST: 0.5 }), {
        message: '$LATEST is not supported for an alias pointing to more than 1 version',
      });
      await assert.rejects(create('1', { 9: 0.5 }), { name: 'ResourceNotFoundException' });
    });

    it('refuse a name that is in use', async () => {
      await create('1');
      await assert.rejects(create('1'), {
        name: 'ResourceConflictException',
        message: `Alias already exists: ${ARN}:current`,
      });
    });

    it('prevent the deletion of their version', async () => {
      await create('1');
      await assert.rejects(client.send(new DeleteFunctionCommand({ FunctionName: 'f', Qualifier: '1' })), {
        name: 'ResourceConflictException',
        message: 'Version 1 is being used by the following aliases: [current]',
      });
    });

    it('can be deleted twice', async () => {
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
});
