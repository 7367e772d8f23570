import assert from 'node:assert/strict';
import { until } from '../../support/until.js';
import { RotationStage } from './rotation-stage.js';

/** A gate that one call waits at, as a process that stands still does. */
class Gate {
  #open: () => void = () => {};
  reached = false;
  readonly opened = new Promise<void>((resolve) => {
    this.#open = resolve;
  });
  async pass(): Promise<void> {
    this.reached = true;
    await this.opened;
  }
  open(): void {
    this.#open();
  }
}

describe('a rotator that wakes up after two later rotations', function () {
  this.timeout(60_000);
  let stage: RotationStage;

  before(async () => {
    stage = await RotationStage.start();
  });
  after(() => stage?.stop());
  beforeEach(() => stage.reset());

  /** Runs a rotation that stands still at the moment that `stop` makes of its parts. */
  async function freezeAt(
    moment: 'before it stores its password' | 'before RDS hears of it' | 'before it promotes',
  ) {
    const gate = new Gate();
    const { credstash } = stage.aws;
    let puts = 0;
    const slow = {
      find: credstash.find.bind(credstash),
      read: credstash.read.bind(credstash),
      versions: credstash.versions.bind(credstash),
      deleteVersion: credstash.deleteVersion.bind(credstash),
      async put(...args: Parameters<typeof credstash.put>) {
        const isMoment = moment === (puts === 0 ? 'before it stores its password' : 'before it promotes');
        puts += 1;
        if (isMoment) await gate.pass();
        return await credstash.put(...args);
      },
    };
    const generate = () => 'of-the-one-that-stood-still-for-long';
    const { instanceDatabase } = await import('../../../src/rotation/index.js');
    const real = instanceDatabase(stage.aws.rds, 'test-db');
    const database = {
      ...real,
      async requestPassword(...args: Parameters<typeof real.requestPassword>) {
        if (moment === 'before RDS hears of it') await gate.pass();
        return await real.requestPassword(...args);
      },
    };
    const frozen = stage.rotate({ credstash: slow, database, generate }).then(
      ({ outcome }) => outcome,
      (error: Error & { code?: string }) => error.code ?? error.message,
    );
    await until('the rotator stands still', () => gate.reached);
    return { frozen, wake: () => gate.open() };
  }

  for (const moment of [
    'before it stores its password',
    'before RDS hears of it',
    'before it promotes',
  ] as const) {
    it(`${moment}: leaves the password of the last rotation`, async () => {
      const { frozen, wake } = await freezeAt(moment);
      await stage.rotate();
      const before = await stage.current();
      await stage.rotate();
      const last = await stage.current();
      wake();
      const end = await frozen;
      assert.equal(end, 'finished-elsewhere');
      assert.equal(await stage.current(), last);
      await stage.assertRotated(before);
      assert.equal((await stage.rotate()).outcome, 'rotated');
    });
  }
});
