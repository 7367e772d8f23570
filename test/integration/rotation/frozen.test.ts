import assert from 'node:assert/strict';
import { until } from '../../support/until.js';
import { RotationStage } from './rotation-stage.js';

/** Stops a call until it is opened. */
class Gate {
  readonly #opened: Promise<void>;
  #open: () => void = () => {};
  isReached = false;

  constructor() {
    this.#opened = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  async pass(): Promise<void> {
    this.isReached = true;
    await this.#opened;
  }

  open(): void {
    this.#open();
  }
}

const MOMENTS = ['before it stores its password', 'before RDS gets it', 'before it promotes it'] as const;

describe('a rotation that is suspended while two others run', function () {
  this.timeout(60_000);
  let stage: RotationStage;

  before(async () => {
    stage = await RotationStage.start();
  });
  after(() => stage?.stop());
  beforeEach(() => stage.reset());

  /** Starts a rotation and waits until it is suspended. `ended` resolves to its outcome or error code. */
  async function suspendAt(moment: (typeof MOMENTS)[number]) {
    const gate = new Gate();
    const credstash = stage.storeWith(async (puts) => {
      const next = puts === 0 ? 'before it stores its password' : 'before it promotes it';
      if (moment === next) await gate.pass();
    });
    const generate = () => 'of-the-rotation-that-was-suspended';
    const real = stage.database;
    const database: typeof real = {
      ...real,
      async requestPassword(...args) {
        if (moment === 'before RDS gets it') await gate.pass();
        return await real.requestPassword(...args);
      },
    };
    const ended = stage.rotate({ credstash, database, generate }).then(
      ({ outcome }) => outcome,
      (error: Error & { code?: string }) => error.code ?? error.message,
    );
    await until('the rotation is suspended', () => gate.isReached);
    return { ended, wake: () => gate.open() };
  }

  for (const moment of MOMENTS) {
    it(`${moment}: leaves the password of the last rotation in force`, async () => {
      const { ended, wake } = await suspendAt(moment);
      await stage.rotate();
      const before = await stage.current();
      await stage.rotate();
      const last = await stage.current();
      wake();
      assert.equal(await ended, 'finished-elsewhere');
      assert.equal(await stage.current(), last);
      await stage.assertRotated(before);
      assert.equal((await stage.rotate()).outcome, 'rotated');
    });
  }
});
