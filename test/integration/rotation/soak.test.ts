import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { Clients } from './clients.js';
import { RotationStage } from './rotation-stage.js';
import { bundleRotator, type Rotators } from './rotator.js';

/** Number of rounds, each of one to three rotators, most of which are killed. `npm run soak:rotation` runs a hundred. */
const ROUNDS = Number(process.env.SBW_SOAK_ROUNDS ?? 3);
/** A rotator is killed within so many milliseconds. A rotation on the stage takes about as long. */
const KILLED_WITHIN = 1_500;

describe(`${ROUNDS} rounds of rotators that are killed at random, under eight clients`, function () {
  this.timeout(60_000 + ROUNDS * 30_000);
  let rotators: Rotators;
  let stage: RotationStage;
  let clients: Clients;

  before(async () => {
    [rotators, stage] = await Promise.all([bundleRotator(), RotationStage.start()]);
    clients = new Clients(stage.aws, 8);
  });
  after(async () => {
    await clients?.stop();
    rotators?.remove();
    await stage?.stop();
  });

  async function round(): Promise<number> {
    const count = 1 + Math.floor(Math.random() * 3);
    const started = await Promise.all(Array.from({ length: count }, () => rotators.start(stage.aws)));
    const kills = started.map(async (rotator) => {
      rotator.begin();
      await Promise.race([delay(Math.random() * KILLED_WITHIN), rotator.ended]);
      rotator.kill();
    });
    await Promise.all(kills);
    const ends = await Promise.all(started.map(({ ended }) => ended));
    return ends.filter((end) => end === 'killed').length;
  }

  it('fail no query and lose no password', async () => {
    let killed = 0;
    for (let number = 0; number < ROUNDS; number++) {
      const before = await stage.current();
      killed += await round();
      await stage.rotate();
      await stage.assertRotated(before);
      await clients.untilQueries(8);
      assert.deepEqual(clients.failures, [], `in round ${number}`);
    }
    assert.ok(killed > 0, 'no rotator was killed');
    const { queries, logins } = clients;
    process.stdout.write(
      `      ${killed} kills, ${queries} queries, ${logins} of them with a login, none failed\n`,
    );
  });
});
