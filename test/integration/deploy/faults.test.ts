import assert from 'node:assert/strict';
import {
  FAULT_KINDS,
  type FaultStage,
  type InjectedFault,
  PERSISTENCES,
  startFaultStage,
} from '../../support/fault-stage.js';

/** Undefined: each call gets one fault, chosen by the seed, as many calls as time allows. `all`: each gets every fault. */
const extent = process.env.SBW_DEPLOY_FAULTS;
/** A busy machine does not get through all calls in this time; another seed chooses others. */
const SHORT_MILLISECONDS = 45_000;
const seed = Number(process.env.SBW_DEPLOY_SEED ?? Math.floor(Math.random() * 1000));

/** Returns the faults for a call. */
function faultsOf(index: number): Pick<InjectedFault, 'kind' | 'persistence'>[] {
  const all = FAULT_KINDS.flatMap((kind) => PERSISTENCES.map((persistence) => ({ kind, persistence })));
  const one = all[(index + seed) % all.length];
  return extent === 'all' || !one ? all : [one];
}

/** Moves neighbours far apart, so that the first items contain every kind. */
function scattered<Item>(items: readonly Item[]): Item[] {
  const stride = 17;
  return Array.from({ length: stride }, (_, first) =>
    items.filter((_, index) => index % stride === (first + seed) % stride),
  ).flat();
}

describe(`deploy of seven functions with a fault at each call to AWS (seed ${seed})`, function () {
  this.timeout(extent === 'all' ? 4 * 3_600_000 : 240_000);
  let stage: FaultStage;

  before(async () => {
    stage = await startFaultStage();
  });
  after(() => stage?.remove());

  it('leaves every function old or every one new, reports which, and completes when it is run again', async () => {
    const calls = await stage.recordCalls();
    assert.ok(calls.length > 80, `only ${calls.length} calls`);
    const faults = calls.flatMap((call, index) => faultsOf(index).map((fault) => ({ call, ...fault })));
    const deadline = Date.now() + (extent === 'all' ? Number.POSITIVE_INFINITY : SHORT_MILLISECONDS);
    const wrong: string[] = [];
    const counts = { injected: 0, missed: 0, old: 0, new: 0 };
    for (const fault of scattered(faults)) {
      if (Date.now() > deadline) break;
      const { wasInjected, served, problems } = await stage.deployWithFault(fault);
      counts[wasInjected ? 'injected' : 'missed'] += 1;
      if (served !== 'mixed') counts[served] += 1;
      const where = `${fault.kind}, ${fault.persistence}, at ${fault.call}`;
      wrong.push(...problems.map((problem) => `${where}: ${problem}`));
    }
    assert.deepEqual(wrong, []);
    // Some calls are not made every time, because the number of polls depends on time.
    assert.ok(counts.missed < counts.injected / 5, JSON.stringify(counts));
    assert.ok(counts.old > 0 && counts.new > 0, JSON.stringify(counts));
    if (extent !== undefined) process.stdout.write(`${JSON.stringify({ calls: calls.length, ...counts })}\n`);
  });
});
