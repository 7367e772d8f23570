import assert from 'node:assert/strict';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { listReleases, recordRelease, updateRelease } from '../../../src/operations/index.js';
import { createOperationsTable } from '../../support/operations-table.js';
import { startTestStage, type TestStage } from '../../support/stage.js';

describe('the release log', () => {
  let stage: TestStage;
  let dynamodb: DynamoDBClient;
  const table = 'operations';

  before(async () => {
    stage = await startTestStage();
    dynamodb = new DynamoDBClient(stage.client);
    await createOperationsTable(dynamodb, table);
  });
  after(async () => {
    dynamodb?.destroy();
    await stage?.remove();
  });

  const release = (environment: string, minute: number) => ({
    environment,
    who: 'ana',
    host: 'laptop',
    ref: 'master',
    commit: 'c'.repeat(40),
    startedAt: new Date(Date.UTC(2026, 2, 4, 5, minute)).toISOString(),
  });

  it('keeps a release from its beginning to its end', async () => {
    const begun = await recordRelease({ dynamodb, table }, release('one', 0));
    assert.deepEqual(await listReleases({ dynamodb, table }, 'one'), [
      { ...release('one', 0), id: begun.id, state: 'started', functions: [] },
    ]);
    const changes = {
      state: 'released',
      finishedAt: '2026-03-04T05:01:00.000Z',
      artifact: { bucket: 'artifacts', key: 'sample/x.zip' },
      functions: [{ name: 'create-boleto', status: 'updated', version: '8', previous: '7' }],
    } as const;
    await updateRelease({ dynamodb, table }, begun, changes);
    assert.deepEqual(await listReleases({ dynamodb, table }, 'one'), [
      { ...release('one', 0), id: begun.id, ...changes },
    ]);
  });

  it('lists the newest first, of one environment, as many as asked', async () => {
    for (const minute of [2, 1, 3]) await recordRelease({ dynamodb, table }, release('two', minute));
    await recordRelease({ dynamodb, table }, release('three', 4));
    const listed = await listReleases({ dynamodb, table }, 'two', { limit: 2 });
    assert.deepEqual(
      listed.map(({ startedAt }) => startedAt),
      ['2026-03-04T05:03:00.000Z', '2026-03-04T05:02:00.000Z'],
    );
  });
});
