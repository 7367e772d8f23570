import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { findLockHolder, type UnlockOptions, unlock, withLock } from '../../../src/operations/index.js';
import { ManualClock } from '../../support/manual-clock.js';
import { createOperationsTable } from '../../support/operations-table.js';
import { startTestStage, type TestStage } from '../../support/stage.js';
import { until } from '../../support/until.js';

const table = 'operations';
const which = { environment: 'test', operation: 'deploy' } as const;

describe('unlock', () => {
  let stage: TestStage;
  let dynamodb: DynamoDBClient;
  let clock: ManualClock;

  before(async () => {
    stage = await startTestStage();
    dynamodb = new DynamoDBClient(stage.client);
    await createOperationsTable(dynamodb, table);
  });
  after(async () => {
    dynamodb?.destroy();
    await stage?.remove();
  });
  beforeEach(() => {
    clock = new ManualClock();
  });
  afterEach(() => unlock({ dynamodb, table, ...which, force: true }));

  const options = (more: Partial<UnlockOptions> = {}): UnlockOptions => ({
    dynamodb,
    table,
    ...which,
    clock,
    ...more,
  });
  const holder = () => findLockHolder({ dynamodb, table }, which, clock);
  const change = (values: Readonly<Record<string, string | number>>) =>
    dynamodb.send(
      new UpdateItemCommand({
        TableName: table,
        Key: { pk: { S: 'lock/test' }, sk: { S: 'deploy' } },
        UpdateExpression: `SET ${Object.keys(values)
          .map((name) => `#${name} = :${name}`)
          .join(', ')}`,
        ExpressionAttributeNames: Object.fromEntries(Object.keys(values).map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: Object.fromEntries(
          Object.entries(values).map(([name, value]) => [
            `:${name}`,
            typeof value === 'number' ? { N: String(value) } : { S: value },
          ]),
        ),
      }),
    );

  /** A lock as a process on another machine holds it, whose lease ends thirty seconds from now. */
  async function leaveForeignLock(): Promise<void> {
    await withLock({ dynamodb, table, ...which, clock, holder: 'ana' }, async () => {
      await change({ machine: 'another machine', token: 'of another' });
    });
  }

  it('finds nobody where there is no lock', async () => {
    assert.equal(await holder(), undefined);
    assert.equal(await unlock(options()), undefined);
  });

  it('names who holds the lock, and keeps to itself what would let others hold it', async () => {
    await leaveForeignLock();
    const start = clock.now().getTime();
    assert.deepEqual(await holder(), {
      operation: 'deploy',
      holder: 'ana',
      host: hostname(),
      pid: process.pid,
      since: new Date(start).toISOString(),
      expires: new Date(start + 30_000).toISOString(),
      alive: true,
    });
  });

  it('leaves a lock whose lease lasts', async () => {
    await leaveForeignLock();
    await assert.rejects(unlock(options()), { code: 'LOCK_HELD', exitCode: 4 });
    assert.ok(await holder());
  });

  it('frees a lock whose lease has run out and that nobody moves on', async () => {
    await leaveForeignLock();
    await clock.advance(31_000);
    const freeing = unlock(options());
    await clock.slept();
    await clock.advance(10_000);
    const freed = await freeing;
    assert.deepEqual([freed?.holder, freed?.alive], ['ana', false]);
    assert.equal(await holder(), undefined);
  });

  it('leaves a lock that is moved on while it looks', async () => {
    await leaveForeignLock();
    await clock.advance(31_000);
    const refused = assert.rejects(unlock(options()), { code: 'LOCK_HELD' });
    await clock.slept();
    await change({ expires: clock.now().getTime() - 1 });
    await clock.advance(10_000);
    await refused;
    assert.ok(await holder());
  });

  it('frees at once what a dead process of this machine held', async () => {
    await withLock({ dynamodb, table, ...which, clock }, async () => {
      await change({ token: 'of another', start: 'before this process' });
    });
    const freed = await unlock(options());
    assert.deepEqual([freed?.alive, freed?.gone], [false, true]);
    assert.equal(await holder(), undefined);
  });

  it('leaves the lock of another than the one that was agreed on', async () => {
    await leaveForeignLock();
    const expected = { since: '2020-01-01T00:00:00.000Z', pid: 1 };
    await assert.rejects(unlock(options({ force: true, expected })), { code: 'LOCK_CHANGED' });
    assert.ok(await holder());
  });

  it('takes the lock from a living holder by force, who is told', async () => {
    await assert.rejects(
      withLock({ dynamodb, table, ...which, clock }, async (signal) => {
        await unlock(options({ force: true }));
        await clock.slept();
        await clock.advance(5_000);
        await until('the signal aborts', () => signal.aborted);
        signal.throwIfAborted();
      }),
      { code: 'LOCK_LOST' },
    );
  });
});
