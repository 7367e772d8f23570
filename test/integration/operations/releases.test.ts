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

  it('records a release from its beginning to its end', async () => {
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

  it('lists the newest first, of one environment, up to the limit', async () => {
    for (const minute of [2, 1, 3]) await recordRelease({ dynamodb, table }, release('two', minute));
    await recordRelease({ dynamodb, table }, release('three', 4));
    const listed = await listReleases({ dynamodb, table }, 'two', { limit: 2 });
    assert.deepEqual(
      listed.map(({ startedAt }) => startedAt),
      ['2026-03-04T05:03:00.000Z', '2026-03-04T05:02:00.000Z'],
    );
  });

  it('keeps every optional part of a release', async () => {
    const parts = { kind: 'rollback', to: 'an earlier one', why: 'slow' } as const;
    const begun = await recordRelease({ dynamodb, table }, { ...release('four', 0), ...parts });
    await updateRelease({ dynamodb, table }, begun, { migrations: ['1-create'] });
    const [listed] = await listReleases({ dynamodb, table }, 'four');
    assert.deepEqual(listed, { ...begun, ...parts, migrations: ['1-create'] });
  });

  it('lists a new release first, even when the clock of its machine is behind', async () => {
    const first = await recordRelease({ dynamodb, table }, release('five', 30));
    const second = await recordRelease({ dynamodb, table }, release('five', 10), first);
    const third = await recordRelease({ dynamodb, table }, release('five', 40), second);
    const listed = await listReleases({ dynamodb, table }, 'five');
    assert.deepEqual(
      listed.map(({ id }) => id),
      [third.id, second.id, first.id],
    );
    assert.match(second.id, /^2026-03-04T05:30:00\.001Z [0-9a-f]{8}$/);
    assert.match(third.id, /^2026-03-04T05:40:00\.000Z [0-9a-f]{8}$/);
  });

  it('lists more than DynamoDB returns in one page', async () => {
    // A page ends at a megabyte, and an item has at most 400 kB.
    const reason = 'x'.repeat(350_000);
    for (const minute of [1, 2, 3, 4, 5]) {
      const begun = await recordRelease({ dynamodb, table }, release('six', minute));
      const functions = [{ name: 'one', status: 'failed', reason }];
      await updateRelease({ dynamodb, table }, begun, { functions });
    }
    const minutes = async (limit?: number) =>
      (await listReleases({ dynamodb, table }, 'six', limit === undefined ? {} : { limit })).map(
        ({ startedAt }) => startedAt.slice(14, 16),
      );
    assert.deepEqual(await minutes(), ['05', '04', '03', '02', '01']);
    assert.deepEqual(await minutes(4), ['05', '04', '03', '02']);
  });

  it('names a table that does not exist', async () => {
    const missing = { dynamodb, table: 'no-such-table' };
    const error = {
      code: 'OPERATIONS_TABLE_MISSING',
      message:
        'There is no DynamoDB table no-such-table, which holds the lock and the release log. The infrastructure makes it; see operations_table in superbowleto.yml.',
    };
    await assert.rejects(listReleases(missing, 'one'), error);
    await assert.rejects(recordRelease(missing, release('one', 0)), error);
  });
});
