import assert from 'node:assert/strict';
import { CreateTableCommand, DescribeContinuousBackupsCommand } from '@aws-sdk/client-dynamodb';
import { type SecretsStage, startSecretsStage } from '../../support/secrets-stage.js';

describe('DynamoDB in the emulator', () => {
  let stage: SecretsStage;
  before(async () => {
    stage = await startSecretsStage();
  });
  after(() => stage.stop());

  const backups = (TableName: string) =>
    stage.dynamodb.send(new DescribeContinuousBackupsCommand({ TableName }));

  it('reports a table without point-in-time recovery', async () => {
    await stage.dynamodb.send(
      new CreateTableCommand({
        TableName: 'rows',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'name', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'name', KeyType: 'HASH' }],
      }),
    );
    const { ContinuousBackupsDescription: description } = await backups('rows');
    assert.equal(description?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus, 'DISABLED');
  });

  it('reports a missing table', async () => {
    await assert.rejects(backups('nothing'), {
      name: 'TableNotFoundException',
      message: 'Table not found: nothing',
    });
  });
});
