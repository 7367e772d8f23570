import assert from 'node:assert/strict';
import type { Fault } from '../../../src/emulator/faults.js';
import { until } from '../../support/until.js';
import { Clients } from './clients.js';
import { RotationStage } from './rotation-stage.js';
import { bundleRotator, type Rotator, type Rotators } from './rotator.js';

interface Crash {
  readonly moment: string;
  /** A call of the rotation with the number of such calls before it, or a line that it reports. */
  readonly at: readonly [operation: string, before: number] | { readonly line: RegExp };
  /** `reset`: it is killed before AWS carries out the call. `lost-answer`: after. */
  readonly type?: 'reset' | 'lost-answer';
  /** What the password has become. After `current`, the rotation is finished: the next run sets another password. */
  readonly left: 'nothing' | 'pending' | 'current';
}

/** The steps of a rotation, in order. */
const CRASHES: readonly Crash[] = [
  { moment: 'while it reads the state', at: ['DescribeDBInstances', 0], type: 'reset', left: 'nothing' },
  { moment: 'before the password is stored', at: ['PutItem', 0], type: 'reset', left: 'nothing' },
  { moment: 'once it is stored', at: ['PutItem', 0], type: 'lost-answer', left: 'pending' },
  { moment: 'once it is read back', at: ['DescribeDBInstances', 1], type: 'reset', left: 'pending' },
  { moment: 'before RDS gets it', at: ['ModifyDBInstance', 0], type: 'reset', left: 'pending' },
  { moment: 'once RDS has it', at: ['ModifyDBInstance', 0], type: 'lost-answer', left: 'pending' },
  { moment: 'while RDS sets it', at: { line: /^Asked RDS/ }, left: 'pending' },
  {
    moment: 'once it has logged in',
    at: ['DescribeDBInstances', 2],
    type: 'reset',
    left: 'pending',
  },
  { moment: 'before it is promoted', at: ['PutItem', 1], type: 'reset', left: 'pending' },
  {
    moment: 'once it is promoted, before credstash answers',
    at: ['PutItem', 1],
    type: 'lost-answer',
    left: 'current',
  },
  {
    moment: 'once it is promoted, before the last login',
    at: ['DescribeDBInstances', 3],
    type: 'reset',
    left: 'current',
  },
];

describe('a rotation that is killed with SIGKILL, under eight clients', function () {
  this.timeout(120_000);
  let rotators: Rotators;
  let stage: RotationStage;
  let clients: Clients;
  /** The rotator to kill next. It starts while the one before is killed. */
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
    it(`${moment}: the next run finishes it, and no client fails`, async () => {
      const before = await stage.current();
      await killAt(at, type);
      const begun = left === 'nothing' ? undefined : await newPassword(left, before);
      stage.heal();
      assert.equal((await stage.rotate()).outcome, left === 'pending' ? 'resumed' : 'rotated');

      await stage.assertRotated(before);
      if (left === 'pending') assert.equal(await stage.current(), begun);
      const requests = stage.count('ModifyDBInstance');
      assert.ok(requests <= 2, `RDS got ${requests} requests`);
      await clients.untilQueries(8);
      assert.deepEqual(clients.failures, []);
    });
  }

  it('let clients log in all the time, and still does', async () => {
    await clients.untilQueries(16);
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

  /** Waits for the new password: AWS may carry out a call after its caller was killed. */
  async function newPassword(as: 'pending' | 'current', before: string): Promise<string> {
    return await until(`another password is ${as}`, async () => {
      const password = await stage[as]();
      return password !== before && password;
    });
  }
});
