import type { DeployResult } from '../../src/deploy/index.js';
import type { Call, Fault, Faults } from '../../src/local/index.js';
import { findLockHolder, listReleases, type Release } from '../../src/operations/index.js';
import { type DeployStage, startDeployStage } from './deploy-stage.js';
import { ShortSleepClock } from './short-sleep-clock.js';
import { type Served, TwoSides } from './two-sides.js';

export const SEVEN = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'];

export const FAULT_KINDS = ['error', 'throttle', 'timeout', 'timeout after it was done', 'reset'] as const;
export const PERSISTENCES = ['once', 'for ever'] as const;

/** One fault of one deploy. */
export interface Strike {
  /** As `recordCalls` names it. */
  readonly call: string;
  readonly kind: (typeof FAULT_KINDS)[number];
  /** `for ever`: the same call about the same thing fails whenever it is made again. */
  readonly persistence: (typeof PERSISTENCES)[number];
}

export interface Survival {
  /** Whether the deploy made the call. */
  readonly struck: boolean;
  readonly served: Served;
  /** What is not as it must be: nothing. */
  readonly problems: readonly string[];
}

/** A stage with seven functions on which deploys meet faults. */
export interface FaultStage {
  /** Every call to AWS that a deploy makes, by its name. */
  recordCalls(): Promise<string[]>;
  /** Deploys with a fault, looks at what is left, deploys without, and looks again. */
  survive(strike: Strike): Promise<Survival>;
  remove(): Promise<void>;
}

export async function startFaultStage(): Promise<FaultStage> {
  const place = await startDeployStage({ functions: SEVEN, smoke: false });
  const sides = await TwoSides.build(place, SEVEN).catch(async (error) => {
    await place.remove();
    throw error;
  });
  let patience = LEAST_PATIENCE;
  return {
    recordCalls: async () => {
      const began = Date.now();
      const calls = await recordCalls(sides);
      // A machine that is busy with other things must not be taken for one that does not answer.
      patience = Math.max(LEAST_PATIENCE, (Date.now() - began) / 2);
      // How often a state is polled depends on time: what another deploy does not make is left out.
      const others = new Set(await recordCalls(sides));
      return calls.filter((name) => others.has(name));
    },
    survive: (strike) => survive(place, sides, strike, patience),
    remove: () => place.remove(),
  };
}

async function recordCalls(sides: TwoSides): Promise<string[]> {
  await sides.unstore();
  const calls: string[] = [];
  const name = callNames();
  const faults = (call: Call) => void calls.push(name(call).name);
  await sides.deployNew({ clock: new ShortSleepClock(), faults });
  sides.turn();
  return calls;
}

/** Names calls by what they are about, and by how many there were about it: many are made at once, in any order. */
function callNames(): (call: Call) => { thing: string; name: string } {
  const counts = new Map<string, number>();
  return ({ service, method, operation, path }) => {
    const about = path.replace(/[0-9a-f]{64}/, '<digest>').replace('/2015-03-31/functions/test-sample-', '');
    const thing = [service, method, operation, about].filter(Boolean).join(' ');
    const count = (counts.get(thing) ?? 0) + 1;
    counts.set(thing, count);
    return { thing, name: `${thing} #${count}` };
  };
}

/** Milliseconds after which a client gives a call up. */
const LEAST_PATIENCE = 250;
const LEASE_MILLISECONDS = 30_000;

async function survive(
  place: DeployStage,
  sides: TwoSides,
  strike: Strike,
  patience: number,
): Promise<Survival> {
  await sides.unstore();
  const before = await newestRelease(place);
  const { faults, struck } = injection(strike);
  const state = await sides.deployNew({ clock: new ShortSleepClock(), faults, patience }).then(
    ({ state }) => state,
    (error: Error) => error,
  );
  const served = await sides.served();
  const after = await newestRelease(place);
  const problems = problemsOf(state, served, after?.id === before?.id ? undefined : after);
  const complete = served === 'new' && after?.state === 'released' && !(await isLocked(place));
  if (!complete) problems.push(...(await finish(place, sides)));
  if ((await sides.served()) === 'new') sides.turn();
  return { struck: struck(), served, problems };
}

/** What makes the stage meet its calls with the fault, and whether it has. */
function injection({ call: struckCall, kind, persistence }: Strike): {
  faults: Faults;
  struck: () => boolean;
} {
  const name = callNames();
  let struckThing: string | undefined;
  let times = 0;
  const faults = (call: Call) => {
    const called = name(call);
    if (called.name === struckCall) struckThing = called.thing;
    if (called.thing !== struckThing || times >= TIMES[persistence](kind)) return undefined;
    times += 1;
    return faultOf(kind, call);
  };
  return { faults, struck: () => times > 0 };
}

const TIMES = {
  once: () => 1,
  // Lambda is out of breath for longer than a client repeats its call, and never for ever.
  'for ever': (kind: Strike['kind']) => (kind === 'throttle' ? 7 : Number.POSITIVE_INFINITY),
} as const;

function faultOf(kind: Strike['kind'], { service }: Call): Fault {
  switch (kind) {
    case 'error':
      return { type: 'error', code: 'ServiceException', status: 500 };
    case 'throttle':
      return service === 's3'
        ? { type: 'error', code: 'SlowDown', status: 503 }
        : { type: 'error', code: 'ThrottlingException', status: service === 'lambda' ? 429 : 400 };
    case 'timeout':
      return { type: 'silence', done: false };
    case 'timeout after it was done':
      return { type: 'silence', done: true };
    case 'reset':
      return { type: 'reset' };
  }
}

const SERVES: Readonly<Record<string, Served>> = {
  released: 'new',
  unchanged: 'new',
  failed: 'old',
  reverted: 'old',
  interrupted: 'old',
};

function problemsOf(state: string | Error, served: Served, record: Release | undefined): string[] {
  const problems: string[] = [];
  const said = state instanceof Error ? 'failed' : state;
  if (served === 'mixed') problems.push(`it left some functions new and some old, and said ${said}`);
  else if (SERVES[said] !== served) problems.push(`it said ${said}, and every function is ${served}`);
  // A log that cannot be written is closed by the next deploy.
  if (record && record.state !== 'started' && SERVES[record.state] !== served) {
    problems.push(`the record says ${record.state}, and every function is ${served}`);
  }
  return problems;
}

/** Deploys again, when the lock's lease has run out. */
async function finish(place: DeployStage, sides: TwoSides): Promise<string[]> {
  const clock = new ShortSleepClock(LEASE_MILLISECONDS + 1_000);
  const problems: string[] = [];
  const state = await sides.deployNew({ clock }).then(stateOf, (error: Error) => String(error));
  if (state !== 'released' && state !== 'unchanged') problems.push(`run again, it said ${state}`);
  const served = await sides.served();
  if (served !== 'new') problems.push(`run again, it left the functions ${served}`);
  if (await isLocked(place)) problems.push('run again, it left its lock');
  const releases = await listReleases(tableOf(place), 'test', { limit: 3 });
  if (releases.some((release) => release.state === 'started'))
    problems.push('run again, it left an open record');
  return problems;
}

/** With the reasons of the functions that failed. */
function stateOf({ state, functions }: DeployResult): string {
  const reasons = functions.flatMap(({ status, reason }) => (status === 'failed' ? [reason] : []));
  return [state, ...reasons].join(': ');
}

async function newestRelease(place: DeployStage): Promise<Release | undefined> {
  const [newest] = await listReleases(tableOf(place), 'test', { limit: 1 });
  return newest;
}

async function isLocked(place: DeployStage): Promise<boolean> {
  const lock = { environment: 'test', operation: 'deploy' } as const;
  return (await findLockHolder(tableOf(place), lock)) !== undefined;
}

function tableOf({ connection: { dynamodb } }: DeployStage) {
  return { dynamodb, table: 'operations' };
}
