import assert from 'node:assert/strict';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { withLock } from '../../../src/operations/index.js';
import { type LockStage, startLockStage } from '../../support/lock-stage.js';
import { ManualClock } from '../../support/manual-clock.js';
import { until } from '../../support/until.js';

describe('the lease of a lock', () => {
  let stage: LockStage;
  let clock: ManualClock;

  before(async () => {
    stage = await startLockStage();
  });
  after(() => stage?.remove());
  beforeEach(() => {
    clock = new ManualClock();
  });
  afterEach(() => stage.reset());

  const isIn = async () => 'in';

  /** Starts a process that holds the lock, kills it, and returns its pid. */
  async function killHolder(): Promise<number | undefined> {
    const child = await stage.startHolder();
    child.kill('SIGKILL');
    await once(child, 'exit');
    return child.pid;
  }

  it('is taken over at once from a killed process of this machine', async () => {
    const pid = await killHolder();
    assert.ok(await stage.item());
    const reported: string[] = [];
    assert.equal(await withLock(stage.options({ report: (line) => reported.push(line) }), isIn), 'in');
    assert.deepEqual(reported, [
      `Took over the lock of ana on ${hostname()} (process ${pid}), which is gone`,
    ]);
  });

  it('is taken over from another machine when it has expired and nobody extends it', async () => {
    await stage.leaveForeignLock(clock);
    await assert.rejects(withLock(stage.options({ clock }), isIn), { code: 'LOCK_HELD' });
    await clock.advance(31_000);
    const taking = withLock(stage.options({ clock }), isIn);
    await clock.slept();
    await clock.advance(10_000);
    assert.equal(await taking, 'in');
  });

  it('is not taken over when the holder, whose clock is behind, extends it', async () => {
    await stage.leaveForeignLock(clock);
    await clock.advance(31_000);
    const taking = withLock(stage.options({ clock }), isIn);
    await clock.slept();
    await stage.change({ expires: clock.now().getTime() - 1 });
    const refused = assert.rejects(taking, { code: 'LOCK_HELD' });
    await clock.advance(10_000);
    await refused;
  });

  it('is extended while the work runs', async () => {
    const expires = async () => Number((await stage.item())?.expires?.N);
    await withLock(stage.options({ clock }), async () => {
      const before = await expires();
      assert.equal(before, clock.now().getTime() + 30_000);
      await clock.slept();
      await clock.advance(5_000);
      await until('the lease was extended', async () => (await expires()) === before + 5_000);
    });
  });

  it('aborts the work when another process has taken the lock', async () => {
    await assert.rejects(
      withLock(stage.options({ clock }), async (signal) => {
        await stage.change({ token: 'of another' });
        await clock.slept();
        await clock.advance(5_000);
        await until('the signal aborts', () => signal.aborted);
        signal.throwIfAborted();
      }),
      { code: 'LOCK_LOST' },
    );
    assert.equal((await stage.item())?.token?.S, 'of another');
  });

  it('tolerates failed heartbeats until it has expired, and then aborts the work', async () => {
    stage.fault = (operation) =>
      operation === 'UpdateItem' ? { type: 'error', code: 'AccessDeniedException', status: 400 } : undefined;
    await assert.rejects(
      withLock(stage.options({ clock }), async (signal) => {
        for (let seconds = 5; seconds < 30; seconds += 5) {
          await clock.slept();
          await clock.advance(5_000);
          await clock.slept();
          assert.equal(signal.aborted, false, `${seconds} s`);
        }
        await clock.advance(5_000);
        await until('the signal aborts', () => signal.aborted);
        signal.throwIfAborted();
      }),
      { code: 'LOCK_LOST' },
    );
  });

  it('says whether the previous holder released the lock, until a takeover has succeeded', async () => {
    const tookOver = () => withLock(stage.options(), async (_, lock) => lock.tookOver);
    assert.equal(await tookOver(), false);
    await killHolder();
    const failure = new Error('the work failed');
    await assert.rejects(
      withLock(stage.options(), async (_, lock) => {
        assert.equal(lock.tookOver, true);
        throw failure;
      }),
      failure,
    );
    assert.equal(await tookOver(), true);
    assert.equal(await tookOver(), false);
  });

  it('knows whether it is still this process that has it', async () => {
    await withLock(stage.options(), async (_, lock) => {
      await lock.verifyHeld();
      await stage.change({ token: 'of another' });
      await assert.rejects(lock.verifyHeld(), {
        code: 'LOCK_LOST',
        message:
          'The lock for the deploy of test was lost: this process stood still, or had no network, for longer than its lease. Run the same command again.',
      });
    });
  });
});
