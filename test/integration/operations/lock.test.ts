import assert from 'node:assert/strict';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { withLock } from '../../../src/operations/index.js';
import { type LockStage, startLockStage } from '../../support/lock-stage.js';
import { ManualClock } from '../../support/manual-clock.js';
import { until } from '../../support/until.js';

describe('withLock', () => {
  let stage: LockStage;

  before(async () => {
    stage = await startLockStage();
  });
  after(() => stage?.remove());
  afterEach(() => stage.reset());

  it('returns what the work returns, and leaves no lock behind', async () => {
    const result = await withLock(stage.options(), async () => {
      const held = await stage.item();
      return [held?.holder?.S, held?.host?.S, held?.pid?.N];
    });
    assert.deepEqual(result, ['bia', hostname(), String(process.pid)]);
    assert.equal(await stage.item(), undefined);
  });

  it('gives the lock back when the work fails', async () => {
    const failure = new Error('the work failed');
    await assert.rejects(
      withLock(stage.options(), () => Promise.reject(failure)),
      failure,
    );
    assert.equal(await stage.item(), undefined);
  });

  it('lets one of many in', async () => {
    let refused = 0;
    let inside = 0;
    let most = 0;
    const attempts = await Promise.allSettled(
      Array.from({ length: 10 }, () =>
        withLock(stage.options(), async () => {
          inside += 1;
          most = Math.max(most, inside);
          await until('the others were refused', () => refused === 9);
          inside -= 1;
        }).catch((error) => {
          refused += 1;
          throw error;
        }),
      ),
    );
    assert.equal(most, 1);
    assert.equal(attempts.filter(({ status }) => status === 'fulfilled').length, 1);
  });

  it('does not lock another environment', async () => {
    const result = await withLock(stage.options(), () =>
      withLock(stage.options({ environment: 'other' }), async () => 'in'),
    );
    assert.equal(result, 'in');
  });

  it('names the holder, with exit code 4', async () => {
    const child = await stage.startHolder();
    const since = (await stage.item())?.since?.S;
    await assert.rejects(
      withLock(stage.options(), async () => assert.fail('was let in')),
      {
        code: 'LOCK_HELD',
        exitCode: 4,
        message: `A deploy of test is under way, by ana on ${hostname()} (process ${child.pid}), since ${since}. Wait until it has ended; a lock whose process is gone is taken over by the next run.`,
      },
    );
    child.stdin?.end();
    await once(child, 'exit');
    assert.equal(await stage.item(), undefined);
  });

  it('recognizes its own lock when the answer was lost', async () => {
    let lost = 0;
    stage.fault = (operation) => {
      if (operation !== 'PutItem' || lost > 0) return undefined;
      lost += 1;
      return { type: 'lost-answer' };
    };
    const tookOver = await withLock(stage.options(), async (_, lock) => lock.tookOver);
    assert.equal(tookOver, false);
    assert.equal(lost, 1);
  });

  it('warns, and does not fail, when it cannot give the lock back', async () => {
    const reported: string[] = [];
    stage.fault = (operation) =>
      operation === 'DeleteItem' ? { type: 'error', code: 'AccessDeniedException', status: 400 } : undefined;
    const report = (line: string) => reported.push(line);
    assert.equal(await withLock(stage.options({ report }), async () => 'done'), 'done');
    assert.match(reported.join(), /^Warning: the lock could not be given back \(.*\); it ends by itself\.$/);
  });

  it('names a table that does not exist', async () => {
    await assert.rejects(
      withLock(stage.options({ table: 'no-such-table' }), async () => assert.fail('was let in')),
      { code: 'OPERATIONS_TABLE_MISSING' },
    );
  });

  describe('with a wait', () => {
    it('reports the holder, and gets the lock when the holder ends', async () => {
      const clock = new ManualClock();
      const reported: string[] = [];
      const end = new AbortController();
      const what = 'v1.4.0 (commit 4f0c)';
      const first = withLock(stage.options({ clock, holder: 'ana', what }), async () => {
        await once(end.signal, 'abort');
      });
      await until('the lock is held', stage.item);
      const report = (line: string) => reported.push(line);
      const second = withLock(stage.options({ clock, wait: 60_000, report }), async () => {
        const held = await stage.item();
        return [held?.holder?.S, held?.since?.S];
      });
      await until('it waits', () => reported.length > 0);
      end.abort();
      await first;
      const began = clock.now();
      await advanceUntilSettled(clock, second);
      const [holder, since] = await second;
      assert.equal(holder, 'bia');
      assert.ok(since && since > began.toISOString());
      assert.deepEqual(reported, [
        `Waiting, 1 m at most: A deploy of test is under way: v1.4.0 (commit 4f0c), by ana on ${hostname()} (process ${process.pid}), since ${began.toISOString()}.`,
      ]);
    });

    it('gives up when it is over, and has reported the holder every half minute', async () => {
      const clock = new ManualClock();
      const reported: string[] = [];
      await withLock(stage.options({ holder: 'ana' }), async () => {
        const report = (line: string) => reported.push(line);
        const waiting = withLock(stage.options({ clock, wait: 90_000, report }), async () => undefined);
        const refused = assert.rejects(waiting, { code: 'LOCK_HELD', exitCode: 4 });
        await until('it waits', () => reported.length > 0);
        await advanceUntilSettled(clock, refused);
        await refused;
      });
      assert.ok(reported.length >= 3 && reported.length <= 4, reported.join('\n'));
      assert.match(reported[0] ?? '', /^Waiting, 1 m 30 s at most: /);
    });

    it('reports another holder at once', async () => {
      const clock = new ManualClock();
      const reported: string[] = [];
      await withLock(stage.options({ holder: 'ana' }), async () => {
        const report = (line: string) => reported.push(line);
        const waiting = withLock(stage.options({ clock, wait: 20_000, report }), async () => undefined);
        const refused = assert.rejects(waiting, { code: 'LOCK_HELD' });
        await until('it waits', () => reported.length > 0);
        await stage.change({ holder: 'caio' });
        await advanceUntilSettled(clock, refused);
        await refused;
      });
      assert.deepEqual(
        reported.map((line) => /by (\w+) on/.exec(line)?.[1]),
        ['ana', 'caio'],
      );
    });
  });

  /** Moves the clock forward until the promise is settled. */
  async function advanceUntilSettled(clock: ManualClock, promise: Promise<unknown>): Promise<void> {
    let settled = false;
    promise.finally(() => (settled = true)).catch(() => undefined);
    await until('the promise is settled', async () => {
      if (!settled) await clock.advance(3_000);
      return settled;
    });
  }
});
