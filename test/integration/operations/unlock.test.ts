import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { findLockHolder, type UnlockOptions, unlock, withLock } from '../../../src/operations/index.js';
import { type LockStage, startLockStage } from '../../support/lock-stage.js';
import { ManualClock } from '../../support/manual-clock.js';
import { until } from '../../support/until.js';

const which = { environment: 'test', operation: 'deploy' } as const;

describe('unlock', () => {
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

  const table = () => ({ dynamodb: stage.dynamodb, table: 'operations' });
  const options = (more: Partial<UnlockOptions> = {}): UnlockOptions => ({
    ...table(),
    ...which,
    clock,
    ...more,
  });
  const holder = () => findLockHolder(table(), which, clock);

  it('finds nobody when there is no lock', async () => {
    assert.equal(await holder(), undefined);
    assert.equal(await unlock(options()), undefined);
  });

  it('names the holder, without the token', async () => {
    await stage.leaveForeignLock(clock);
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

  it('leaves a lock whose lease has not expired', async () => {
    await stage.leaveForeignLock(clock);
    await assert.rejects(unlock(options()), { code: 'LOCK_HELD', exitCode: 4 });
    assert.ok(await holder());
  });

  it('frees a lock whose lease has expired and nobody extends', async () => {
    await stage.leaveForeignLock(clock);
    await clock.advance(31_000);
    const freeing = unlock(options());
    await clock.slept();
    await clock.advance(10_000);
    const freed = await freeing;
    assert.deepEqual([freed?.holder, freed?.alive], ['ana', false]);
    assert.equal(await holder(), undefined);
  });

  it('leaves a lock whose lease is extended while it watches', async () => {
    await stage.leaveForeignLock(clock);
    await clock.advance(31_000);
    const refused = assert.rejects(unlock(options()), { code: 'LOCK_HELD' });
    await clock.slept();
    await stage.change({ expires: clock.now().getTime() - 1 });
    await clock.advance(10_000);
    await refused;
    assert.ok(await holder());
  });

  it('frees at once the lock of a dead process of this machine', async () => {
    await withLock(stage.options({ clock }), async () => {
      await stage.change({ token: 'of another', start: 'before this process' });
    });
    const freed = await unlock(options());
    assert.deepEqual([freed?.alive, freed?.gone], [false, true]);
    assert.equal(await holder(), undefined);
  });

  for (const [what, wrong] of Object.entries({
    'at another time': { since: '2020-01-01T00:00:00.000Z' },
    'by another process': { pid: 1 },
  })) {
    it(`leaves a lock that was taken ${what} than the one that was confirmed`, async () => {
      await stage.leaveForeignLock(clock);
      const { since, pid } = (await holder()) ?? assert.fail();
      const expected = { since, pid, ...wrong };
      await assert.rejects(unlock(options({ force: true, expected })), {
        code: 'LOCK_CHANGED',
        message: `The lock of test was taken or kept up meanwhile, last seen with ana on ${hostname()} (process ${pid}); it was left alone. See: sbw status --env test`,
      });
      assert.ok(await holder());
      assert.equal((await unlock(options({ force: true, expected: { since, pid } })))?.holder, 'ana');
      assert.equal(await holder(), undefined);
    });
  }

  it('takes the lock away from a living holder by force, whose work is aborted', async () => {
    await assert.rejects(
      withLock(stage.options({ clock }), async (signal) => {
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
