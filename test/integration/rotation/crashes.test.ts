import assert from 'node:assert/strict';
import type { Fault } from '../../../src/emulator/faults.js';
import { until } from '../../support/until.js';
import { Clients } from './clients.js';
import { RotationStage } from './rotation-stage.js';
import { bundleRotator, type Rotator, type Rotators } from './rotator.js';

interface Crash {
  readonly moment: string;
  /** A call of the rotation, and how many of its kind went before it. */
  readonly at: readonly [operation: string, before: number] | { readonly line: RegExp };
  /** `reset`: killed before the call is done. `lost-answer`: after it. */
  readonly type?: 'reset' | 'lost-answer';
  /** How far the password has come. One that is the current one is finished: the next run gives another. */
  readonly left: 'nothing' | 'pending' | 'current';
}

/** Every step of a rotation, in their order. */
const CRASHES: readonly Crash[] = [
  { moment: 'while it looks', at: ['DescribeDBInstances', 0], type: 'reset', left: 'nothing' },
  { moment: 'before the password is stored', at: ['PutItem', 0], type: 'reset', left: 'nothing' },
  { moment: 'when it is stored', at: ['PutItem', 0], type: 'lost-answer', left: 'pending' },
  { moment: 'when it is read back', at: ['DescribeDBInstances', 1], type: 'reset', left: 'pending' },
  { moment: 'before RDS hears of it', at: ['ModifyDBInstance', 0], type: 'reset', left: 'pending' },
  { moment: 'when RDS has heard of it', at: ['ModifyDBInstance', 0], type: 'lost-answer', left: 'pending' },
  { moment: 'while RDS sets it', at: { line: /^Asked RDS/ }, left: 'pending' },
  {
    moment: 'when it has logged in, before anything else',
    at: ['DescribeDBInstances', 2],
    type: 'reset',
    left: 'pending',
  },
  { moment: 'when it is to be promoted', at: ['PutItem', 1], type: 'reset', left: 'pending' },
  {
    moment: 'when it is promoted, before it hears so',
    at: ['PutItem', 1],
    type: 'lost-answer',
    left: 'current',
  },
  {
    moment: 'when it is promoted, before it is looked at once more',
    at: ['DescribeDBInstances', 3],
    type: 'reset',
    left: 'current',
  },
];

describe('a rotation that is killed with -9, under eight clients', function () {
  this.timeout(120_000);
  let rotators: Rotators;
  let stage: RotationStage;
  let clients: Clients;
  /** The next to be killed: it starts while the one before is. */
  let next: Promise<Rotator>;
  let onLine: (line: string, rotator: Rotator) => void = () => {};
  const startNext = () => {
    next = rotators.start(stage.aws, (line, rotator) => onLine(line, rotator));
  };

  before(async () => {
    [rotators, stage] = await Promise.all([bundleRotator(), RotationStage.start()]);
    startNext();
    clients = new Clients(stage.aws, 8);
  });
  after(async () => {
    (await next?.catch(() => undefined))?.kill();
    await clients?.stop();
    rotators?.remove();
    await stage?.stop();
  });

  for (const { moment, at, type = 'reset', left } of CRASHES) {
    it(`${moment}: the next run ends it, no client notices`, async () => {
      const before = await stage.current();
      await killAt(at, type);
      const begun = left === 'nothing' ? undefined : await landed(left, before);
      stage.heal();
      assert.equal((await stage.rotate()).outcome, left === 'pending' ? 'resumed' : 'rotated');

      await stage.assertRotated(before);
      if (left === 'pending') assert.equal(await stage.current(), begun);
      const asked = stage.count('ModifyDBInstance');
      assert.ok(asked <= 2, `RDS was asked ${asked} times`);
      await clients.goOn(8);
      assert.deepEqual(clients.failures, []);
    });
  }

  it('had clients that logged in all the time, and still do', async () => {
    await clients.goOn(16);
    assert.deepEqual(clients.failures, []);
    assert.ok(clients.logins >= clients.queries / 2, `${clients.logins} of ${clients.queries} queries`);
    assert.ok(clients.logins > CRASHES.length * 8, `only ${clients.logins} logins`);
  });

  async function killAt(at: Crash['at'], type: 'reset' | 'lost-answer'): Promise<void> {
    onLine = (line, { kill }) => {
      if ('line' in at && at.line.test(line)) kill();
    };
    const rotator = await next;
    startNext();
    stage.fault((operation, before): Fault | undefined => {
      if ('line' in at || operation !== at[0] || before !== at[1]) return undefined;
      rotator.kill();
      return { type };
    });
    rotator.begin();
    assert.equal(await rotator.ended, 'killed');
  }

  /** What was sent before the kill is done after it. */
  async function landed(as: 'pending' | 'current', before: string): Promise<string> {
    return await until(`another password is ${as}`, async () => {
      const password = await stage[as]();
      return password !== before && password;
    });
  }
});
