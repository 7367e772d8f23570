import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { SuperbowletoError } from '../../../src/errors.js';
import type { Fault } from '../../../src/local/index.js';
import { type LockOptions, withLock } from '../../../src/operations/index.js';
import { ManualClock } from '../../support/manual-clock.js';
import { createOperationsTable } from '../../support/operations-table.js';
import { startTestStage, type TestStage } from '../../support/stage.js';
import { until } from '../../support/until.js';

const holderProgram = fileURLToPath(new URL('../../support/hold-lock.ts', import.meta.url));
const place = { TableName: 'operations', Key: { pk: { S: 'lock/test' }, sk: { S: 'deploy' } } };

describe('withLock', () => {
  let stage: TestStage;
  let dynamodb: DynamoDBClient;
  let fault: (operation: string) => Fault | undefined = () => undefined;
  const children: ChildProcess[] = [];

  before(async () => {
    stage = await startTestStage({ faults: ({ operation }) => fault(operation) });
    dynamodb = new DynamoDBClient(stage.client);
    await createOperationsTable(dynamodb, 'operations');
  });
  after(async () => {
    for (const child of children) child.kill('SIGKILL');
    dynamodb?.destroy();
    await stage?.remove();
  });
  afterEach(() => {
    fault = () => undefined;
  });

  const options = (more: Partial<LockOptions> = {}): LockOptions => ({
    dynamodb,
    table: 'operations',
    environment: 'test',
    operation: 'deploy',
    holder: 'bia',
    ...more,
  });
  const item = async () => (await dynamodb.send(new GetItemCommand(place))).Item;

  /** Another process of this machine that holds the lock. */
  async function startHolder(): Promise<ChildProcess> {
    const { accessKeyId, secretAccessKey } = stage.credentials;
    const child = spawn(process.execPath, ['--import', 'tsx', holderProgram, stage.endpoint, 'operations'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { ...process.env, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
    });
    children.push(child);
    await once(child.stdout ?? child, 'data');
    return child;
  }

  it('gives what the work gives, and leaves no lock behind', async () => {
    const result = await withLock(options(), async () => {
      const held = await item();
      return [held?.holder?.S, held?.host?.S, held?.pid?.N];
    });
    assert.deepEqual(result, ['bia', hostname(), String(process.pid)]);
    assert.equal(await item(), undefined);
  });

  it('gives the lock back when the work fails', async () => {
    const failure = new Error('the work failed');
    await assert.rejects(
      withLock(options(), () => Promise.reject(failure)),
      failure,
    );
    assert.equal(await item(), undefined);
  });

  it('lets one of many in', async () => {
    let turnedAway = 0;
    let inside = 0;
    let most = 0;
    const attempts = await Promise.allSettled(
      Array.from({ length: 10 }, () =>
        withLock(options(), async () => {
          inside += 1;
          most = Math.max(most, inside);
          await until('the others were turned away', () => turnedAway === 9);
          inside -= 1;
        }).catch((error) => {
          turnedAway += 1;
          throw error;
        }),
      ),
    );
    assert.equal(most, 1);
    assert.equal(attempts.filter(({ status }) => status === 'fulfilled').length, 1);
  });

  it('does not keep another environment out', async () => {
    const result = await withLock(options(), () =>
      withLock(options({ environment: 'other' }), async () => 'in'),
    );
    assert.equal(result, 'in');
  });

  it('names who holds it, and ends with 4', async () => {
    const child = await startHolder();
    const since = (await item())?.since?.S;
    await assert.rejects(
      withLock(options(), async () => assert.fail('was let in')),
      (error: SuperbowletoError) => {
        assert.equal(error.code, 'LOCK_HELD');
        assert.equal(error.exitCode, 4);
        assert.equal(
          error.message,
          `A deploy of test is under way, by ana on ${hostname()} (process ${child.pid}), since ${since}. Wait until it has ended; a lock whose process is gone is taken over by the next run.`,
        );
        return true;
      },
    );
    child.stdin?.end();
    await once(child, 'exit');
    assert.equal(await item(), undefined);
  });

  it('takes over at once from a process of this machine that was killed', async () => {
    const child = await startHolder();
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.ok(await item());
    const told: string[] = [];
    const result = await withLock(options({ report: (line) => told.push(line) }), async () => 'in');
    assert.equal(result, 'in');
    assert.deepEqual(told, [
      `Took over the lock of ana on ${hostname()} (process ${child.pid}), which is gone`,
    ]);
  });

  it('takes over from another machine when the lease has run out and nobody moves it on', async () => {
    const clock = new ManualClock();
    await leaveForeignLock(clock);
    await assert.rejects(
      withLock(options({ clock }), async () => 'in'),
      { code: 'LOCK_HELD' },
    );
    await clock.advance(31_000);
    const taking = withLock(options({ clock }), async () => 'in');
    await clock.slept();
    await clock.advance(10_000);
    assert.equal(await taking, 'in');
  });

  it('leaves another machine its lock when only its clock is slow', async () => {
    const clock = new ManualClock();
    await leaveForeignLock(clock);
    await clock.advance(31_000);
    const taking = withLock(options({ clock }), async () => 'in');
    await clock.slept();
    await change('expires', { N: String(clock.now().getTime() - 1) });
    const refused = assert.rejects(taking, { code: 'LOCK_HELD' });
    await clock.advance(10_000);
    await refused;
    await change('token', { S: 'of nobody' });
  });

  it('moves its lease on while the work goes on', async () => {
    const clock = new ManualClock();
    await clock.advance(120_000);
    const taking = withLock(options({ clock }), async () => {
      const before = Number((await item())?.expires?.N);
      await clock.slept();
      await clock.advance(5_000);
      await until(
        'the lease was moved on',
        async () => Number((await item())?.expires?.N) === before + 5_000,
      );
    });
    await clock.slept();
    await clock.advance(10_000);
    await taking;
  });

  it('waits for its turn, telling for whom, and gets the lock when that one has ended', async () => {
    const clock = new ManualClock();
    const told: string[] = [];
    const end = new AbortController();
    const first = withLock(options({ clock, holder: 'ana', what: 'v1.4.0 (commit 4f0c)' }), async () => {
      await once(end.signal, 'abort');
    });
    await until('the lock is held', item);
    const second = withLock(options({ clock, wait: 60_000, report: (line) => told.push(line) }), async () => {
      const held = await item();
      return [held?.holder?.S, held?.since?.S];
    });
    await until('it waits', () => told.length > 0);
    end.abort();
    await first;
    const began = clock.now();
    await untilGiven(clock, second);
    const [holder, since] = await second;
    assert.equal(holder, 'bia');
    assert.ok(since && since > began.toISOString());
    assert.deepEqual(told, [
      `Waiting, 1 m at most: A deploy of test is under way: v1.4.0 (commit 4f0c), by ana on ${hostname()} (process ${process.pid}), since ${began.toISOString()}.`,
    ]);
  });

  it('ends with 4 when the wait was too short, and has told every half minute', async () => {
    const clock = new ManualClock();
    const told: string[] = [];
    await withLock(options({ holder: 'ana' }), async () => {
      const waiting = withLock(
        options({ clock, wait: 90_000, report: (line) => told.push(line) }),
        async () => undefined,
      );
      const refused = assert.rejects(waiting, { code: 'LOCK_HELD', exitCode: 4 });
      await untilGiven(clock, refused);
      await refused;
    });
    assert.ok(told.length >= 3 && told.length <= 4, told.join('\n'));
  });

  it('tells the work when another has taken the lock', async () => {
    const clock = new ManualClock();
    await assert.rejects(
      withLock(options({ clock }), async (signal) => {
        await change('token', { S: 'of another' });
        await clock.slept();
        await clock.advance(5_000);
        await until('the signal aborts', () => signal.aborted);
        signal.throwIfAborted();
      }),
      { code: 'LOCK_LOST' },
    );
    assert.equal((await item())?.token?.S, 'of another');
  });

  it('knows its own lock again when the answer was lost', async () => {
    await withLock(options({ environment: 'lost' }), async () => undefined);
    let lost = 0;
    fault = (operation) => {
      if (operation !== 'PutItem' || lost > 0) return undefined;
      lost += 1;
      return { type: 'lost-answer' };
    };
    assert.equal(await withLock(options({ environment: 'lost' }), async () => 'in'), 'in');
    assert.equal(lost, 1);
  });

  /** Moves the clock on until it is settled. */
  async function untilGiven(clock: ManualClock, promise: Promise<unknown>): Promise<void> {
    let settled = false;
    promise.finally(() => (settled = true)).catch(() => undefined);
    await until('it has its turn', async () => {
      if (!settled) await clock.advance(3_000);
      return settled;
    });
  }

  /** A lock as a process on another machine holds it. */
  async function leaveForeignLock(clock: ManualClock): Promise<void> {
    await withLock(options({ clock }), async () => {
      await change('machine', { S: 'another machine' });
      await change('token', { S: 'of another' });
    }).catch(() => undefined);
  }

  async function change(name: string, value: { S: string } | { N: string }): Promise<void> {
    await dynamodb.send(
      new UpdateItemCommand({
        ...place,
        UpdateExpression: 'SET #name = :value',
        ExpressionAttributeNames: { '#name': name },
        ExpressionAttributeValues: { ':value': value },
      }),
    );
  }
});
