import assert from 'node:assert/strict';
import { AddPermissionCommand, CreateAliasCommand, PublishVersionCommand } from '@aws-sdk/client-lambda';
import { findApiUrl } from '../../../../src/cli/open/api-url.js';
import { loadProject, selectEnvironment } from '../../../../src/project/index.js';
import { type LambdaStage, startLambda } from '../../../support/lambda-stage.js';

describe('findApiUrl', () => {
  let stage: LambdaStage;
  before(async () => {
    stage = await startLambda();
  });
  after(() => stage?.stop());

  it('finds the URL in the permissions of the functions with routes', async () => {
    const project = await loadProject('superbowleto.yml');
    const environment = selectEnvironment(project, 'sandbox');
    assert.equal(await findApiUrl(stage.client, project, environment), undefined);
    const FunctionName = 'sandbox-superbowleto-show-boleto';
    await stage.create(FunctionName, 'exports.handler = async () => 1;');
    const { Version } = await stage.client.send(new PublishVersionCommand({ FunctionName }));
    await stage.client.send(
      new CreateAliasCommand({ FunctionName, Name: 'current', FunctionVersion: Version }),
    );
    await stage.client.send(
      new AddPermissionCommand({
        FunctionName,
        Qualifier: 'current',
        StatementId: 'api-get-1234',
        Action: 'lambda:InvokeFunction',
        Principal: 'apigateway.amazonaws.com',
        SourceArn: 'arn:aws:execute-api:us-east-1:222222222222:a1b2c3d4e5/sandbox/GET/boletos/*',
      }),
    );
    assert.equal(
      await findApiUrl(stage.client, project, environment),
      'https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com/sandbox',
    );
  });
});
