import assert from 'node:assert/strict';
import {
  FAULT_KINDS,
  type FaultStage,
  PERSISTENCES,
  type Strike,
  startFaultStage,
} from '../../support/fault-stage.js';

/** Undefined: each call meets one fault, by the seed, as far as time allows. `all`: each call meets every fault. */
const extent = process.env.SBW_DEPLOY_FAULTS;
/** On a machine that is busy with other things not all of them are struck; another seed strikes others. */
const SHORT_MILLISECONDS = 45_000;
const seed = Number(process.env.SBW_DEPLOY_SEED ?? Math.floor(Math.random() * 1000));

/** Which faults a call meets. */
function faultsOf(index: number): Pick<Strike, 'kind' | 'persistence'>[] {
  const all = FAULT_KINDS.flatMap((kind) => PERSISTENCES.map((persistence) => ({ kind, persistence })));
  const one = all[(index + seed) % all.length];
  return extent === 'all' || !one ? all : [one];
}

/** Neighbours are far apart, so that the first of them are of every kind. */
function turned<Item>(items: readonly Item[]): Item[] {
  const stride = 17;
  return Array.from({ length: stride }, (_, first) =>
    items.filter((_, index) => index % stride === (first + seed) % stride),
  ).flat();
}

describe(`deploy of seven functions, a fault at each call to AWS (seed ${seed})`, function () {
  this.timeout(extent === 'all' ? 4 * 3_600_000 : 240_000);
  let place: FaultStage;

  before(async () => {
    place = await startFaultStage();
  });
  after(() => place?.remove());

  it('leaves every function old or every one new, says which, and goes on when it is run again', async () => {
    const calls = await place.recordCalls();
    assert.ok(calls.length > 80, `only ${calls.length} calls`);
    const strikes = calls.flatMap((call, index) => faultsOf(index).map((fault) => ({ call, ...fault })));
    const deadline = Date.now() + (extent === 'all' ? Number.POSITIVE_INFINITY : SHORT_MILLISECONDS);
    const wrong: string[] = [];
    const counts = { struck: 0, missed: 0, old: 0, new: 0 };
    for (const strike of turned(strikes)) {
      if (Date.now() > deadline) break;
      const { struck, served, problems } = await place.survive(strike);
      counts[struck ? 'struck' : 'missed'] += 1;
      if (served !== 'mixed') counts[served] += 1;
      wrong.push(
        ...problems.map((problem) => `${strike.kind}, ${strike.persistence}, at ${strike.call}: ${problem}`),
      );
    }
    assert.deepEqual(wrong, []);
    // How often a state is polled depends on time.
    assert.ok(counts.missed < counts.struck / 5, JSON.stringify(counts));
    assert.ok(counts.old > 0 && counts.new > 0, JSON.stringify(counts));
    if (extent !== undefined) process.stdout.write(`${JSON.stringify({ calls: calls.length, ...counts })}\n`);
  });
});
